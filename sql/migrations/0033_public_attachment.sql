CREATE SQL SECURITY DEFINER VIEW public_attachment AS
SELECT id, code, complaint_id, message_id, stage_hash, name, media_type, bytes, sha256, at_us, whole FROM attachment WHERE internal = 0;
