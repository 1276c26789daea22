CREATE TABLE paper_copy (
  paper_id BIGINT NOT NULL COMMENT 'The paper',
  language VARCHAR(8) NOT NULL COMMENT 'Language of the copy',
  body LONGBLOB NOT NULL COMMENT 'The printable page, byte for byte as it was when it became final',
  sha256 BINARY(32) NOT NULL COMMENT 'Of body; stands in the timeline event too',
  at_us BIGINT NOT NULL COMMENT 'When made, UTC microseconds',
  PRIMARY KEY (paper_id, language),
  CONSTRAINT paper_copy_fk FOREIGN KEY (paper_id) REFERENCES paper (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Archived exact copies of final papers';
