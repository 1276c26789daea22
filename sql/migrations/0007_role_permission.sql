CREATE TABLE role_permission (
  role_id BIGINT NOT NULL COMMENT 'The role',
  permission VARCHAR(30) NOT NULL COMMENT 'Name of a permission in src/access/permission.c',
  PRIMARY KEY (role_id, permission),
  CONSTRAINT role_permission_role_fk FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What each role may do';
