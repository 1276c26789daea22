CREATE TABLE incident (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Its number, as shown',
  title VARCHAR(200) NOT NULL COMMENT 'One line for lists',
  cause TEXT NOT NULL COMMENT 'The common cause: what happened, where, since when',
  investigation MEDIUMTEXT NOT NULL COMMENT 'The one investigation for all its complaints',
  unit_id BIGINT NOT NULL COMMENT 'Unit that leads it',
  lead_id BIGINT NOT NULL COMMENT 'Who leads it',
  is_open TINYINT NOT NULL DEFAULT 1 COMMENT '1 while complaints may be added',
  at_us BIGINT NOT NULL COMMENT 'Opened, UTC microseconds',
  closed_us BIGINT NULL COMMENT 'Closed',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change; guards against lost updates',
  PRIMARY KEY (id),
  KEY incident_open (is_open, id),
  KEY incident_unit (unit_id, id),
  KEY incident_lead (lead_id),
  CONSTRAINT incident_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT incident_lead_fk FOREIGN KEY (lead_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Incidents: one common cause that gathers complaints (requirements C9)';
