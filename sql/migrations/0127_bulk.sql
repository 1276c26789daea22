CREATE TABLE bulk (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  user_id BIGINT NOT NULL COMMENT 'Who does it',
  action VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'assign, dispatch, remind, tag, untag, close',
  query VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'The list it was chosen from, as in the address',
  state TINYINT NOT NULL DEFAULT 1 COMMENT '1 chosen, to be confirmed; 2 under way; 3 done',
  data TEXT NOT NULL COMMENT 'JSON of what was entered when it was confirmed',
  at_us BIGINT NOT NULL COMMENT 'Chosen, UTC microseconds',
  PRIMARY KEY (id),
  KEY bulk_user (user_id, id),
  KEY bulk_at (at_us),
  CONSTRAINT bulk_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='One action on many complaints: what was chosen and how far it got (requirements L2)'
