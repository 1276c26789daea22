CREATE TABLE track_session (
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the cookie',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint that number and passcode opened',
  created_us BIGINT NOT NULL COMMENT 'Opened, UTC microseconds',
  PRIMARY KEY (token_hash),
  KEY track_session_complaint (complaint_id),
  KEY track_session_created (created_us),
  CONSTRAINT track_session_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Complainants who opened their complaint';
