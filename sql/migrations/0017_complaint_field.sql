CREATE TABLE complaint_field (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  field_id BIGINT NOT NULL COMMENT 'The question',
  value VARCHAR(2000) NOT NULL COMMENT 'The answer',
  PRIMARY KEY (complaint_id, field_id),
  KEY complaint_field_field (field_id),
  CONSTRAINT complaint_field_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT complaint_field_field_fk FOREIGN KEY (field_id) REFERENCES category_field (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Answers to a category''s own questions';
