CREATE TABLE sample (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  unit_id BIGINT NOT NULL COMMENT 'Of whose complaints, with those below',
  month INT NOT NULL COMMENT 'Year times 100 plus month',
  kind TINYINT NOT NULL COMMENT '1 callbacks of those not closed in time, 2 spot checks, 3 relabelled ones',
  percent INT NOT NULL COMMENT 'As the rulebook had it',
  seed BINARY(32) NOT NULL COMMENT 'Drawn once, before the list was known to anybody',
  population INT NOT NULL COMMENT 'How many it was drawn from',
  excluded INT NOT NULL COMMENT 'How many were left out because the complainant wished for delay',
  list_hash BINARY(32) NOT NULL COMMENT 'Over the numbers it was drawn from, in order',
  drawn_by BIGINT NULL COMMENT 'Who; NULL: jobs',
  drawn_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  PRIMARY KEY (id),
  UNIQUE KEY sample_month (unit_id, month, kind),
  KEY sample_drawer (drawn_by),
  CONSTRAINT sample_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT sample_drawer_fk FOREIGN KEY (drawn_by) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Monthly random samples, drawn once (requirements J2)';
