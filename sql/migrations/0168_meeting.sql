CREATE TABLE meeting (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  unit_id BIGINT NOT NULL COMMENT 'Whose committee meets',
  kind TINYINT NOT NULL COMMENT '1 on cases, 2 joint meeting of the period',
  state TINYINT NOT NULL COMMENT '1 planned, 2 under way, 3 ended, 4 cancelled',
  title VARCHAR(200) NOT NULL COMMENT 'Its heading',
  place VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'Where',
  at_us BIGINT NOT NULL COMMENT 'When it is or was held, UTC microseconds',
  minutes MEDIUMTEXT NOT NULL COMMENT 'What was said beside the decisions',
  called_by BIGINT NOT NULL COMMENT 'Who called it',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change',
  PRIMARY KEY (id),
  KEY meeting_unit (unit_id, state, at_us, id),
  KEY meeting_caller (called_by),
  CONSTRAINT meeting_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT meeting_caller_fk FOREIGN KEY (called_by) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Meetings of the committee (requirements G4)';
