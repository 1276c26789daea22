CREATE TABLE site_file (
  name VARCHAR(40) NOT NULL COMMENT 'logo',
  media_type VARCHAR(60) NOT NULL COMMENT 'image/png or image/jpeg',
  bytes MEDIUMBLOB NOT NULL COMMENT 'The file',
  sha256 BINARY(32) NOT NULL COMMENT 'Of the bytes; its beginning stands in the address',
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Files of the site that administrators set';
