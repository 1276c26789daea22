CREATE SQL SECURITY DEFINER VIEW public_event AS
SELECT complaint_id, seq, at_us, actor_kind, kind FROM event;
