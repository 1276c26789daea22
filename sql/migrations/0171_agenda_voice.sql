CREATE TABLE agenda_voice (
  item_id BIGINT NOT NULL COMMENT 'The item',
  user_id BIGINT NOT NULL COMMENT 'The member',
  vote TINYINT NOT NULL DEFAULT 0 COMMENT '0 none, 1 for, 2 against, 3 abstains',
  opinion MEDIUMTEXT NOT NULL COMMENT 'What he says',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  PRIMARY KEY (item_id, user_id),
  KEY agenda_voice_user (user_id),
  CONSTRAINT agenda_voice_fk FOREIGN KEY (item_id) REFERENCES agenda_item (id),
  CONSTRAINT agenda_voice_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Opinions and votes of members';
