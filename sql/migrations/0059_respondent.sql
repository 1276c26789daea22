CREATE TABLE respondent (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  position SMALLINT NOT NULL COMMENT 'From 1',
  kind VARCHAR(20) NOT NULL COMMENT 'department, staff, agent, partner, product (requirements D4)',
  name VARCHAR(200) NOT NULL COMMENT 'Who or what, in words',
  department_id BIGINT NULL COMMENT 'The department, when one of ours',
  user_id BIGINT NULL COMMENT 'The colleague, when one with an account',
  manager TINYINT NOT NULL DEFAULT 0 COMMENT '1: leads people',
  PRIMARY KEY (id),
  UNIQUE KEY respondent_position (complaint_id, position),
  KEY respondent_department (department_id),
  KEY respondent_user (user_id, complaint_id),
  CONSTRAINT respondent_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT respondent_department_fk FOREIGN KEY (department_id) REFERENCES department (id),
  CONSTRAINT respondent_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Who or what is complained of';
