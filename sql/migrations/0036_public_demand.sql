CREATE SQL SECURITY DEFINER VIEW public_demand AS
SELECT complaint_id, kind, amount, note FROM demand;
