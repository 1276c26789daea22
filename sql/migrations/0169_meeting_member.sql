CREATE TABLE meeting_member (
  meeting_id BIGINT NOT NULL COMMENT 'The meeting',
  user_id BIGINT NOT NULL COMMENT 'Who is invited',
  present TINYINT NOT NULL DEFAULT 0 COMMENT '1: was there',
  PRIMARY KEY (meeting_id, user_id),
  KEY meeting_member_user (user_id, meeting_id),
  CONSTRAINT meeting_member_fk FOREIGN KEY (meeting_id) REFERENCES meeting (id),
  CONSTRAINT meeting_member_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Members invited to a meeting';
