ALTER TABLE complaint
  ADD COLUMN path VARCHAR(30) NOT NULL DEFAULT '' COMMENT 'Empty: a complaint; spot: solved on the spot; else the rulebook''s code of what it was turned into (requirements C5)',
  ADD COLUMN open_slips SMALLINT NOT NULL DEFAULT 0 COMMENT 'Slips that are not confirmed, returned or withdrawn',
  ADD COLUMN merged_into_id BIGINT NULL COMMENT 'The complaint that goes on in its place; NULL: itself',
  ADD COLUMN incident_id BIGINT NULL COMMENT 'The incident that gathers it (requirements C9)',
  ADD KEY complaint_reference (reference, id),
  ADD KEY complaint_merged (merged_into_id),
  ADD KEY complaint_incident (incident_id, id),
  ADD CONSTRAINT complaint_merged_fk FOREIGN KEY (merged_into_id) REFERENCES complaint (id);
