CREATE TABLE staff_draft (
  user_id BIGINT NOT NULL COMMENT 'Who is writing; nobody else opens it',
  draft_key VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'What is written: intake:TOKEN, case:NUMBER:reply',
  updated_us BIGINT NOT NULL COMMENT 'Last saved, UTC microseconds',
  wrap_version INT NOT NULL COMMENT 'Version of the master key that wraps the key of this row',
  wrapped_key VARBINARY(120) NOT NULL COMMENT 'Key of this row, wrapped',
  body MEDIUMBLOB NOT NULL COMMENT 'What was typed, sealed under the key of this row',
  PRIMARY KEY (user_id, draft_key),
  KEY staff_draft_updated (updated_us),
  CONSTRAINT staff_draft_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What staff were writing and have not sent: complaints being registered, messages (requirements C2, G)'
