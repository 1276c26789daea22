CREATE TABLE sample_item (
  sample_id BIGINT NOT NULL COMMENT 'The sample',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  draw BINARY(32) NOT NULL COMMENT 'SHA-256 over seed and number: the smallest are drawn',
  drawn TINYINT NOT NULL COMMENT '1 drawn, 0 not, 2 left out because of a wish for delay',
  PRIMARY KEY (sample_id, complaint_id),
  KEY sample_item_draw (sample_id, drawn, draw),
  KEY sample_item_complaint (complaint_id),
  CONSTRAINT sample_item_fk FOREIGN KEY (sample_id) REFERENCES sample (id),
  CONSTRAINT sample_item_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='What a sample was drawn from';
