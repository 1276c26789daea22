CREATE TABLE clock_history (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  clock_id BIGINT NOT NULL COMMENT 'The clock',
  kind TINYINT NOT NULL COMMENT '1 pause, 2 extension, 3 another rule, 4 recomputed',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  to_us BIGINT NULL COMMENT 'Until when it paused; NULL while it does',
  due_before_us BIGINT NOT NULL COMMENT 'The date before',
  due_after_us BIGINT NOT NULL DEFAULT 0 COMMENT 'The date after; 0 while it pauses',
  limit_unit TINYINT NOT NULL DEFAULT 0 COMMENT 'Of an extension, or of the other rule',
  limit_value SMALLINT NOT NULL DEFAULT 0 COMMENT 'How many of them',
  rule VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'The rule before; of a pause its word',
  reason VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'Why, or the evidence',
  actor_id BIGINT NULL COMMENT 'Who; NULL for the system or the complainant',
  PRIMARY KEY (id),
  KEY clock_history_clock (clock_id, id),
  KEY clock_history_actor (actor_id),
  CONSTRAINT clock_history_clock_fk FOREIGN KEY (clock_id) REFERENCES clock (id),
  CONSTRAINT clock_history_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Pauses, extensions and new dates of a clock (requirements F5, F6)';
