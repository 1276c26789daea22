CREATE SQL SECURITY DEFINER VIEW public_message AS
SELECT id, complaint_id, at_us, kind, unit_zh, unit_en, body FROM message WHERE kind < 5;
