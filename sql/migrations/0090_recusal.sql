CREATE TABLE recusal (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  user_id BIGINT NOT NULL COMMENT 'Who is kept out of it',
  reason VARCHAR(20) NOT NULL COMMENT 'respondent, superior (of a respondent), handled (earlier, under review), own (asked for it), set (by a manager)',
  at_us BIGINT NOT NULL COMMENT 'Since when, UTC microseconds',
  actor_id BIGINT NULL COMMENT 'Who set it; NULL: the system',
  PRIMARY KEY (complaint_id, user_id),
  KEY recusal_user (user_id, complaint_id),
  KEY recusal_actor (actor_id),
  CONSTRAINT recusal_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT recusal_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT recusal_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Who is kept out of a complaint (requirements G9)';
