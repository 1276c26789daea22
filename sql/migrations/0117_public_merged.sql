CREATE SQL SECURITY DEFINER VIEW public_merged AS
SELECT c.id, c.merged_into_id AS into_id, o.number AS into_number, o.is_open AS into_open FROM complaint c JOIN complaint o ON o.id = c.merged_into_id;
