CREATE TABLE once (
  key_hash BINARY(32) NOT NULL COMMENT 'HMAC of session, route and the form''s idempotency key',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  location VARCHAR(300) NOT NULL COMMENT 'Where the first answer led',
  PRIMARY KEY (key_hash),
  KEY once_at (at_us)
) ENGINE=InnoDB DEFAULT CHARSET=ascii COMMENT='Forms already carried out: the same one twice gives the same answer';
