ALTER TABLE role
  ADD COLUMN second_factor TINYINT NOT NULL DEFAULT 0 COMMENT '1: who holds it has to sign in with an authenticator app as well';
