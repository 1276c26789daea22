CREATE TABLE draft (
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the cookie that alone opens it',
  created_us BIGINT NOT NULL COMMENT 'Begun, UTC microseconds',
  updated_us BIGINT NOT NULL COMMENT 'Last step saved',
  sealed MEDIUMBLOB NOT NULL COMMENT 'What was typed so far, sealed under the cookie',
  complaint_id BIGINT NULL COMMENT 'The complaint it became',
  PRIMARY KEY (token_hash),
  KEY draft_updated (updated_us),
  KEY draft_complaint (complaint_id),
  CONSTRAINT draft_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Forms begun on the website (requirements B11)';
