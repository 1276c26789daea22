CREATE TABLE notice (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  user_id BIGINT NOT NULL COMMENT 'Who is told',
  for_id BIGINT NULL COMMENT 'The absent person it was meant for',
  complaint_id BIGINT NULL COMMENT 'The complaint it is about',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  kind VARCHAR(30) NOT NULL COMMENT 'A name of src/contact/notice.c',
  data TEXT NOT NULL COMMENT 'JSON of what is told; never identities',
  read_us BIGINT NULL COMMENT 'When it was read',
  unread TINYINT AS (read_us IS NULL) PERSISTENT COMMENT '1 until it is read',
  PRIMARY KEY (id),
  KEY notice_user (user_id, id),
  KEY notice_unread (user_id, unread, id),
  KEY notice_complaint (complaint_id),
  KEY notice_for (for_id),
  CONSTRAINT notice_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT notice_for_fk FOREIGN KEY (for_id) REFERENCES app_user (id),
  CONSTRAINT notice_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Notices inside the house (requirements L4)';
