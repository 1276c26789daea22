CREATE SQL SECURITY DEFINER VIEW public_callable AS
SELECT complaint_id FROM complaint_identity WHERE phone IS NOT NULL;
