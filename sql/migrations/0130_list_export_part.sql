CREATE TABLE list_export_part (
  export_id BIGINT NOT NULL COMMENT 'The export',
  kind TINYINT NOT NULL COMMENT '1 rows as CSV; 2 bytes of the finished workbook',
  n INT NOT NULL COMMENT 'Order, from 0',
  body MEDIUMBLOB NOT NULL COMMENT 'The bytes',
  PRIMARY KEY (export_id, kind, n),
  CONSTRAINT list_export_part_fk FOREIGN KEY (export_id) REFERENCES list_export (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='The bytes of lists as files, in parts'
