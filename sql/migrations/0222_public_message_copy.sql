CREATE OR REPLACE SQL SECURITY DEFINER VIEW public_message AS
SELECT m.id, m.complaint_id, m.at_us, m.kind, m.unit_zh, m.unit_en, IF(m.held = 0 OR (m.held = 1 AND EXISTS (SELECT 1 FROM message o JOIN approval a ON a.complaint_id = o.complaint_id AND a.about = 'web_reply' AND a.subject_id = o.id AND a.state = 2 WHERE o.id = IFNULL(m.copy_of, m.id))), m.body, '') AS body, m.given
FROM message m WHERE m.kind < 5;
