CREATE TABLE factor_code (
  user_id BIGINT NOT NULL COMMENT 'The person with an authenticator app',
  hash BINARY(32) NOT NULL COMMENT 'SHA-256 over the person and a recovery code of 80 bits; gone once it was used',
  PRIMARY KEY (user_id, hash),
  CONSTRAINT factor_code_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Recovery codes in place of the authenticator app, each for one sign-in';
