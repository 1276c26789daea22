ALTER TABLE complaint
  ADD COLUMN lead_id BIGINT NULL COMMENT 'The complaint that it was split off and through which its complainant is spoken to; NULL: itself (requirements C8)',
  ADD KEY complaint_lead (lead_id),
  ADD CONSTRAINT complaint_lead_fk FOREIGN KEY (lead_id) REFERENCES complaint (id),
  ADD CONSTRAINT complaint_incident_fk FOREIGN KEY (incident_id) REFERENCES incident (id);
