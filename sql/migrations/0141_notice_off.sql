CREATE TABLE notice_off (
  user_id BIGINT NOT NULL COMMENT 'Who does not want them',
  kind VARCHAR(30) NOT NULL COMMENT 'Kind of notice, a name of src/contact/notice.c',
  PRIMARY KEY (user_id, kind),
  CONSTRAINT notice_off_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Kinds of notices that somebody switched off (requirements L4)'
