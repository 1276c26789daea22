CREATE TABLE legal_hold (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  reason MEDIUMTEXT NOT NULL COMMENT 'Why it must be kept',
  set_by BIGINT NOT NULL COMMENT 'Who set it',
  set_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  lifted_by BIGINT NULL COMMENT 'Who lifted it',
  lifted_us BIGINT NULL COMMENT 'When; NULL: holds',
  lifted_why MEDIUMTEXT NULL COMMENT 'Why it was lifted',
  PRIMARY KEY (id),
  KEY legal_hold_complaint (complaint_id, lifted_us),
  KEY legal_hold_setter (set_by),
  KEY legal_hold_lifter (lifted_by),
  CONSTRAINT legal_hold_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT legal_hold_setter_fk FOREIGN KEY (set_by) REFERENCES app_user (id),
  CONSTRAINT legal_hold_lifter_fk FOREIGN KEY (lifted_by) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Legal holds: what is not erased (requirements M5)';
