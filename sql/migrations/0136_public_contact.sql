CREATE OR REPLACE SQL SECURITY DEFINER VIEW public_event AS
SELECT e.complaint_id, e.seq, IFNULL(k.at_us, e.at_us) AS at_us, e.actor_kind, e.kind FROM event e
LEFT JOIN contact_entry k ON k.complaint_id = e.complaint_id AND k.seq = e.seq
