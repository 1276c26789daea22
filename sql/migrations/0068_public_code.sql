CREATE SQL SECURITY DEFINER VIEW public_code AS
SELECT complaint_id, kind, code FROM complaint_code WHERE kind = 3;
