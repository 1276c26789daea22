CREATE OR REPLACE SQL SECURITY DEFINER VIEW erasable_event AS
SELECT e.complaint_id, e.seq, e.data, e.erased FROM event e WHERE EXISTS (SELECT 1 FROM complaint c WHERE c.id = e.complaint_id AND c.erased_us IS NOT NULL) WITH CHECK OPTION;
