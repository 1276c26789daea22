CREATE TABLE draft_code (
  code_hash BINARY(32) NOT NULL COMMENT 'SHA-256 under a key of the code; the code itself is shown once and not kept',
  draft_hash BINARY(32) NOT NULL COMMENT 'The draft that it leads to',
  sealed VARBINARY(200) NOT NULL COMMENT 'The token of the draft, sealed under the code',
  until_us BIGINT NOT NULL COMMENT 'Good until, UTC microseconds',
  PRIMARY KEY (code_hash),
  UNIQUE KEY draft_code_draft (draft_hash),
  KEY draft_code_until (until_us),
  CONSTRAINT draft_code_draft_fk FOREIGN KEY (draft_hash) REFERENCES draft (token_hash) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Codes with which a complaint that was begun goes on on another device (requirements B11)';
