CREATE TABLE content_help (
  content_id BIGINT NOT NULL COMMENT 'The question',
  month INT NOT NULL COMMENT 'Year and month: 202611',
  offered INT NOT NULL DEFAULT 0 COMMENT 'How often it was offered before the form',
  helped INT NOT NULL DEFAULT 0 COMMENT 'How often somebody said that it helped',
  PRIMARY KEY (content_id, month),
  KEY content_help_month (month),
  CONSTRAINT content_help_content_fk FOREIGN KEY (content_id) REFERENCES content (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Whether answers help before a complaint is filed: counts, nothing about anybody (requirements B1)';
