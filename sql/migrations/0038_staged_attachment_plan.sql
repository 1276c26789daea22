CREATE OR REPLACE SQL SECURITY DEFINER VIEW staged_attachment AS
SELECT id, code, complaint_id, message_id, stage_hash, internal, name, media_type, bytes, sha256, at_us, whole FROM attachment WHERE IFNULL(complaint_id, 0) = 0;
