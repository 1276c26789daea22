BEGIN NOT ATOMIC
CREATE OR REPLACE SQL SECURITY DEFINER VIEW public_incident AS
SELECT n.incident_id, n.title_zh, n.title_en, n.body_zh, n.body_en, n.area, n.category_id FROM incident_notice n JOIN incident i ON i.id = n.incident_id AND i.is_open = 1;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_identity AS
SELECT i.complaint_id, i.wrapped_key, i.name, i.phone, i.email, i.address, i.id_number, i.parties, i.prefer_time, i.phone_index, i.email_index, i.name_index FROM complaint_identity i WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = i.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
END
