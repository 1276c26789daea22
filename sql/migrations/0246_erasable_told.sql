CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_told AS
SELECT t.complaint_id, t.ways, t.mail, t.sms FROM complaint_told t WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = t.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
