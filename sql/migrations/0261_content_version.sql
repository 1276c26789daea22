CREATE TABLE content_version (
  content_id BIGINT NOT NULL COMMENT 'What was published',
  number INT NOT NULL COMMENT 'From 1',
  data TEXT NULL COMMENT 'As it was published; NULL: it was taken off',
  user_id BIGINT NOT NULL COMMENT 'Who published it',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  PRIMARY KEY (content_id, number),
  CONSTRAINT content_version_content_fk FOREIGN KEY (content_id) REFERENCES content (id),
  CONSTRAINT content_version_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Every version of the public pages, kept as it was published';
