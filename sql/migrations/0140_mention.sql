CREATE TABLE mention (
  message_id BIGINT NOT NULL COMMENT 'The internal note',
  user_id BIGINT NOT NULL COMMENT 'The colleague who is mentioned in it, and may read it',
  PRIMARY KEY (message_id, user_id),
  KEY mention_user (user_id),
  CONSTRAINT mention_message_fk FOREIGN KEY (message_id) REFERENCES message (id),
  CONSTRAINT mention_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Colleagues mentioned in internal notes'
