CREATE SQL SECURITY DEFINER VIEW public_clock_move AS
SELECT k.complaint_id, h.id, h.clock_id, h.kind, h.at_us, h.to_us, h.due_before_us, h.due_after_us, h.limit_unit, h.limit_value, IF(h.kind = 1, h.rule, '') AS pause,
IF(h.kind = 2, IFNULL((SELECT r.notice FROM clock_request r WHERE r.clock_id = h.clock_id AND r.state = 2 AND r.decided_us = h.at_us LIMIT 1), ''), '') AS notice
FROM clock k STRAIGHT_JOIN clock_history h ON h.clock_id = k.id WHERE k.promised = 1;
