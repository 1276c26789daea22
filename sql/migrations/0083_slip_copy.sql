CREATE TABLE slip_copy (
  slip_id BIGINT NOT NULL COMMENT 'The slip',
  department_id BIGINT NOT NULL COMMENT 'Department that gets a copy',
  read_us BIGINT NULL COMMENT 'First opened there',
  PRIMARY KEY (slip_id, department_id),
  KEY slip_copy_department (department_id, slip_id),
  CONSTRAINT slip_copy_slip_fk FOREIGN KEY (slip_id) REFERENCES slip (id),
  CONSTRAINT slip_copy_department_fk FOREIGN KEY (department_id) REFERENCES department (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Copies of slips, for knowledge (requirements E1)';
