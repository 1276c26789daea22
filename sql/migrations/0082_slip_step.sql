CREATE TABLE slip_step (
  slip_id BIGINT NOT NULL COMMENT 'The slip',
  n INT NOT NULL COMMENT 'From 1',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  action VARCHAR(20) NOT NULL COMMENT 'send, read, accept, return, answer, confirm, send-back, withdraw, remind, supervise, assign',
  actor_id BIGINT NULL COMMENT 'Who; NULL: the system',
  state TINYINT NOT NULL COMMENT 'State of the slip afterwards',
  message_id BIGINT NULL COMMENT 'What was written with it',
  PRIMARY KEY (slip_id, n),
  KEY slip_step_actor (actor_id, at_us),
  KEY slip_step_message (message_id),
  CONSTRAINT slip_step_slip_fk FOREIGN KEY (slip_id) REFERENCES slip (id),
  CONSTRAINT slip_step_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id),
  CONSTRAINT slip_step_message_fk FOREIGN KEY (message_id) REFERENCES message (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Every step of a slip, for its path and stopwatch';
