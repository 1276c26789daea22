CREATE SQL SECURITY DEFINER VIEW public_post AS
SELECT id, complaint_id, at_us, sent_us, way, kind, state FROM post WHERE user_id IS NULL;
