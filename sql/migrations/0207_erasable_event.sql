BEGIN NOT ATOMIC
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_event AS
SELECT e.complaint_id, e.seq, e.data, e.erased FROM event e WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = e.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_identity AS
SELECT i.complaint_id, i.wrapped_key, i.name, i.phone, i.email, i.address, i.id_number, i.prefer_time, i.phone_index, i.email_index, i.name_index FROM complaint_identity i WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = i.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_allegation AS
SELECT g.complaint_id, g.position, g.body, g.reason, g.has_signature FROM allegation g WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = g.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_message AS
SELECT m.id, m.complaint_id, m.body FROM message m WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = m.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_investigation AS
SELECT i.complaint_id, i.position, i.facts, i.sources, i.interviews, i.evidence, i.conclusion, i.remedy FROM investigation i WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = i.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_approval AS
SELECT p.id, p.complaint_id, p.title, p.body FROM approval p WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = p.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_compensation AS
SELECT k.id, k.complaint_id, k.reason, k.paid_way, k.paid_voucher FROM compensation k WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = k.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
END
