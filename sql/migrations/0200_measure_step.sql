CREATE TABLE measure_step (
  measure_id BIGINT NOT NULL COMMENT 'The measure',
  n INT NOT NULL COMMENT 'From 1',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_id BIGINT NULL COMMENT 'Who; NULL: the rules',
  kind VARCHAR(20) NOT NULL COMMENT 'set, changed, done, back, dropped, said, warned, reminded, checked',
  body MEDIUMTEXT NOT NULL COMMENT 'What was written with it',
  PRIMARY KEY (measure_id, n),
  KEY measure_step_actor (actor_id),
  CONSTRAINT measure_step_fk FOREIGN KEY (measure_id) REFERENCES measure (id),
  CONSTRAINT measure_step_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='What happened to a measure, in order';
