CREATE TABLE viewing (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint whose page is open',
  user_id BIGINT NOT NULL COMMENT 'Who has it open',
  seen_us BIGINT NOT NULL COMMENT 'Last time the page was asked for or written in, to the minute, UTC microseconds',
  PRIMARY KEY (complaint_id, user_id),
  KEY viewing_user (user_id),
  KEY viewing_seen (seen_us),
  CONSTRAINT viewing_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT viewing_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who looks at a complaint just now; purged after an hour'
