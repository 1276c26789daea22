CREATE TABLE change_log (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  entity VARCHAR(30) NOT NULL COMMENT 'What was changed: category, unit, department, user, role, grant, setting',
  entity_id BIGINT NOT NULL COMMENT 'Which one',
  seq INT NOT NULL COMMENT 'From 1 per entity',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_kind TINYINT NOT NULL COMMENT '2 staff, 3 system (command line)',
  actor_id BIGINT NULL COMMENT 'Who; NULL for the command line',
  kind VARCHAR(30) NOT NULL COMMENT 'created, edited, deactivated, activated, granted, revoked, password',
  data TEXT NOT NULL COMMENT 'JSON object of field -> [before, after]; never secrets',
  key_version INT NOT NULL COMMENT 'Version of the staff chain key',
  hash BINARY(32) NOT NULL COMMENT 'HMAC over the previous hash of this entity and these fields',
  PRIMARY KEY (id),
  UNIQUE KEY change_log_entity (entity, entity_id, seq),
  KEY change_log_at (at_us, id),
  KEY change_log_actor (actor_id),
  CONSTRAINT change_log_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Administrators'' changes with before and after, chained (requirements M6)';
