CREATE TABLE unsealing (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  complaint_id BIGINT NOT NULL COMMENT 'The confidential complaint',
  asked_by BIGINT NOT NULL COMMENT 'Custodian who asked, and alone may look',
  asked_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  alone TINYINT NOT NULL DEFAULT 0 COMMENT '0 another person has to agree (approval about unsealing), 1 alone as the rulebook has it, 2 alone in danger to life',
  purpose VARCHAR(50) NOT NULL COMMENT 'What for, code of rulebook.custody.purposes, empty for none',
  wrap_version INT NOT NULL COMMENT 'Version of the key of the custodians',
  wrapped_key VARBINARY(200) NOT NULL COMMENT 'Key of the reason, in a sealed box to the custodians',
  reason VARBINARY(4000) NULL COMMENT 'Why, sealed under that key: it may hold names',
  looks INT NOT NULL DEFAULT 0 COMMENT 'How often the identity was looked at',
  looked_us BIGINT NULL COMMENT 'When last',
  PRIMARY KEY (id),
  KEY unsealing_complaint (complaint_id, id),
  KEY unsealing_asker (asked_by),
  CONSTRAINT unsealing_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT unsealing_asker_fk FOREIGN KEY (asked_by) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Requests to see who complained confidentially (requirements M2)';
