CREATE SQL SECURITY DEFINER VIEW public_look AS
SELECT complaint_id, seq, at_us, kind, IFNULL(JSON_VALUE(data, '$.role'), '') AS role, IFNULL(JSON_VALUE(data, '$.purpose'), '') AS purpose FROM event WHERE kind IN ('unsealed', 'unsealed_alone');
