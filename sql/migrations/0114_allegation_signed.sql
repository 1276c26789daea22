ALTER TABLE allegation
  ADD COLUMN has_signature TINYINT NOT NULL DEFAULT 0 COMMENT '1: its signature for finding alike texts is made, by jobs',
  ADD KEY allegation_signature (has_signature, complaint_id);
