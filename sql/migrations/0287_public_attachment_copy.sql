CREATE SQL SECURITY DEFINER VIEW public_attachment_copy AS
SELECT a.id, a.code, c.complaint_id, c.id AS message_id, a.name, a.media_type, a.bytes, a.sha256, a.at_us, a.whole
FROM message c JOIN attachment a ON a.message_id = c.copy_of WHERE c.copy_of IS NOT NULL AND c.kind < 5 AND a.internal = 0;
