CREATE TABLE anchor_head (
  anchor_id BIGINT NOT NULL COMMENT 'The anchor',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint whose timeline went on since its last anchor',
  seq INT NOT NULL COMMENT 'Number of its last event then',
  hash BINARY(32) NOT NULL COMMENT 'Hash of that event',
  PRIMARY KEY (anchor_id, complaint_id),
  KEY anchor_head_complaint (complaint_id, seq),
  CONSTRAINT anchor_head_anchor_fk FOREIGN KEY (anchor_id) REFERENCES anchor (id),
  CONSTRAINT anchor_head_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='How far timelines had come when an anchor was made (requirements M1)';
