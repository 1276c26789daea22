CREATE SQL SECURITY DEFINER VIEW public_answer AS
SELECT v.complaint_id, v.field_id, f.label_zh, f.label_en, f.sort, v.value FROM complaint_field v JOIN category_field f ON f.id = v.field_id;
