CREATE TABLE absence (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  user_id BIGINT NOT NULL COMMENT 'Who is away',
  deputy_id BIGINT NOT NULL COMMENT 'Who takes the work meanwhile',
  from_us BIGINT NOT NULL COMMENT 'From, UTC microseconds',
  to_us BIGINT NOT NULL COMMENT 'Until',
  note VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'For colleagues',
  PRIMARY KEY (id),
  KEY absence_user (user_id, to_us),
  KEY absence_deputy (deputy_id, to_us),
  CONSTRAINT absence_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT absence_deputy_fk FOREIGN KEY (deputy_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Absence and substitution (requirements A6)';
