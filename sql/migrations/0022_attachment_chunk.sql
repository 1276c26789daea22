CREATE TABLE attachment_chunk (
  attachment_id BIGINT NOT NULL COMMENT 'The file',
  n INT NOT NULL COMMENT 'From 0',
  data MEDIUMBLOB NOT NULL COMMENT 'At most 256 KiB',
  PRIMARY KEY (attachment_id, n),
  CONSTRAINT attachment_chunk_fk FOREIGN KEY (attachment_id) REFERENCES attachment (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Bytes of the files';
