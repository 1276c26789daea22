ALTER TABLE spot_check
  ADD COLUMN opened_by BIGINT NULL COMMENT 'Who chose it by hand; NULL: a sample, or closing above the unit''s level',
  ADD COLUMN replied_by BIGINT NULL COMMENT 'Who answered for the unit',
  ADD COLUMN replied_us BIGINT NULL COMMENT 'When it answered',
  ADD KEY spot_check_opener (opened_by),
  ADD KEY spot_check_replier (replied_by),
  ADD CONSTRAINT spot_check_opener_fk FOREIGN KEY (opened_by) REFERENCES app_user (id),
  ADD CONSTRAINT spot_check_replier_fk FOREIGN KEY (replied_by) REFERENCES app_user (id);
