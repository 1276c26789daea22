CREATE TABLE incident_step (
  incident_id BIGINT NOT NULL COMMENT 'The incident',
  n INT NOT NULL COMMENT 'From 1: its version after this step',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_id BIGINT NOT NULL COMMENT 'Who',
  kind VARCHAR(20) NOT NULL COMMENT 'opened, changed, added, removed, replied, closed_all, closed, reopened',
  data TEXT NOT NULL COMMENT 'JSON of what is needed to tell it: number, count, before',
  PRIMARY KEY (incident_id, n),
  KEY incident_step_actor (actor_id, at_us),
  CONSTRAINT incident_step_incident_fk FOREIGN KEY (incident_id) REFERENCES incident (id),
  CONSTRAINT incident_step_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What was done with an incident; what was done with each complaint stands in its timeline';
