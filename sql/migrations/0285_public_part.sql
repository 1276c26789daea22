CREATE SQL SECURITY DEFINER VIEW public_part AS
SELECT id, lead_id, number, title, state, promised_us, closed_us FROM complaint WHERE lead_id IS NOT NULL;
