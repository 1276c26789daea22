CREATE TABLE paper_section (
  paper_id BIGINT NOT NULL COMMENT 'The paper',
  code VARCHAR(64) NOT NULL COMMENT 'Code of the section in the rulebook',
  body MEDIUMTEXT NOT NULL COMMENT 'Its text',
  PRIMARY KEY (paper_id, code),
  CONSTRAINT paper_section_fk FOREIGN KEY (paper_id) REFERENCES paper (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Sections of papers';
