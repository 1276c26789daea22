CREATE TABLE post_count (
  way INT NOT NULL COMMENT '1 e-mail, 2 SMS',
  sent BIGINT NOT NULL DEFAULT 0 COMMENT 'Taken by the server, ever',
  failed BIGINT NOT NULL DEFAULT 0 COMMENT 'Tries that failed, ever',
  PRIMARY KEY (way)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='How many mails and short messages went out, for monitoring';
