CREATE TABLE phrase (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  owner_id BIGINT NOT NULL COMMENT 'Who wrote it last; of an own one, whose it is',
  unit_id BIGINT NULL COMMENT 'The unit whose people share it; NULL: the own one of its owner',
  name VARCHAR(60) NOT NULL COMMENT 'What it is chosen by',
  body VARCHAR(4000) NOT NULL COMMENT 'What is put in',
  changed_us BIGINT NOT NULL COMMENT 'When it was last changed, UTC microseconds',
  PRIMARY KEY (id),
  KEY phrase_owner (owner_id, name),
  KEY phrase_unit (unit_id, name),
  CONSTRAINT phrase_owner_fk FOREIGN KEY (owner_id) REFERENCES app_user (id),
  CONSTRAINT phrase_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Saved phrases that staff put into what they write (requirements G8)'
