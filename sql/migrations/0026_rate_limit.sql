CREATE TABLE rate_limit (
  bucket BINARY(16) NOT NULL COMMENT 'HMAC of what is limited and for whom',
  window_us BIGINT NOT NULL COMMENT 'Begin of the window, UTC microseconds',
  count INT NOT NULL COMMENT 'Tries within it',
  PRIMARY KEY (bucket, window_us),
  KEY rate_limit_window (window_us)
) ENGINE=InnoDB DEFAULT CHARSET=ascii COMMENT='Counted tries, without addresses in the clear';
