CREATE TABLE department (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  unit_id BIGINT NOT NULL COMMENT 'The unit it belongs to',
  function VARCHAR(30) NOT NULL COMMENT 'What it does: customer_service, sales, inspection, operations, payments, it, brand, legal, hr, office, committee, custom',
  name_zh VARCHAR(120) NOT NULL COMMENT 'Name in Chinese',
  name_en VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'Name in English',
  coordinator_id BIGINT NULL COMMENT 'Coordinator (requirements A2)',
  deputy_id BIGINT NULL COMMENT 'The coordinator''s deputy',
  active TINYINT NOT NULL DEFAULT 1 COMMENT '0: takes no new work',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change',
  PRIMARY KEY (id),
  KEY department_unit (unit_id, active, id),
  KEY department_coordinator (coordinator_id),
  KEY department_deputy (deputy_id),
  CONSTRAINT department_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT department_coordinator_fk FOREIGN KEY (coordinator_id) REFERENCES app_user (id),
  CONSTRAINT department_deputy_fk FOREIGN KEY (deputy_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Departments of a unit (requirements A2)';
