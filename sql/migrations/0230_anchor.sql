CREATE TABLE anchor (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  day INT NOT NULL COMMENT 'Of the site''s zone: year times 10000 plus month times 100 plus day',
  begun_us BIGINT NOT NULL COMMENT 'When gathering began, UTC microseconds',
  changes_from BIGINT NOT NULL COMMENT 'The change log up to this record stands in anchors before',
  changes_to BIGINT NOT NULL COMMENT 'and up to this one in this anchor',
  made_us BIGINT NULL COMMENT 'When it was signed; NULL: heads are still gathered',
  timelines BIGINT NULL COMMENT 'How many timelines it holds',
  before_digest BINARY(32) NULL COMMENT 'Of the anchor before; zeros for the first',
  digest BINARY(32) NULL COMMENT 'SHA-256 over its heads and its records of the change log',
  key_version INT NULL COMMENT 'Version of the key that signed it',
  signature VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Ed25519, base64url',
  PRIMARY KEY (id),
  UNIQUE KEY anchor_day (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Daily signed anchors over all chains (requirements M1)';
