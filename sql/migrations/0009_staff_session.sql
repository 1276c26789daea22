CREATE TABLE staff_session (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the cookie',
  user_id BIGINT NOT NULL COMMENT 'Who is signed in',
  created_us BIGINT NOT NULL COMMENT 'Signed in, UTC microseconds',
  seen_us BIGINT NOT NULL COMMENT 'Last request, at most a minute old',
  reauth_us BIGINT NOT NULL COMMENT 'When the password was last given',
  address VARCHAR(45) NOT NULL COMMENT 'Where from, for the list of sessions',
  agent VARCHAR(200) NOT NULL COMMENT 'Browser, for the list of sessions',
  PRIMARY KEY (id),
  UNIQUE KEY staff_session_token (token_hash),
  KEY staff_session_user (user_id, seen_us),
  KEY staff_session_seen (seen_us),
  CONSTRAINT staff_session_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Staff sessions (requirements M7)';
