CREATE TABLE role_grant (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  user_id BIGINT NOT NULL COMMENT 'Who',
  role_id BIGINT NOT NULL COMMENT 'Which role',
  unit_id BIGINT NULL COMMENT 'Over this unit and all below; NULL when over a department',
  department_id BIGINT NULL COMMENT 'Over this department; NULL when over a unit',
  PRIMARY KEY (id),
  UNIQUE KEY role_grant_once (user_id, role_id, unit_id, department_id),
  KEY role_grant_role (role_id),
  KEY role_grant_unit (unit_id),
  KEY role_grant_department (department_id),
  CONSTRAINT role_grant_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT role_grant_role_fk FOREIGN KEY (role_id) REFERENCES role (id),
  CONSTRAINT role_grant_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT role_grant_department_fk FOREIGN KEY (department_id) REFERENCES department (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who holds which role over what';
