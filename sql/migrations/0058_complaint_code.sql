CREATE TABLE complaint_code (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  kind TINYINT NOT NULL COMMENT '1 cause, 2 responsible stage, 3 sensitive flag (requirements D3, D5)',
  code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Its code in the rulebook',
  note VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'Of a flag: the key facts it asks for',
  PRIMARY KEY (complaint_id, kind, code),
  KEY complaint_code_code (kind, code, complaint_id),
  CONSTRAINT complaint_code_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Causes, responsible stages and sensitive flags of a complaint';
