CREATE SQL SECURITY DEFINER VIEW public_allegation AS
SELECT complaint_id, position, body FROM allegation;
