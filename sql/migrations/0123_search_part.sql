CREATE TABLE search_part (
  block INT NOT NULL COMMENT 'search_block.block; whoever writes to the index holds the row of block 0',
  docs INT NOT NULL DEFAULT 0 COMMENT 'Complaints in it',
  from_us BIGINT NOT NULL DEFAULT 9223372036854775807 COMMENT 'The earliest time of receipt, UTC microseconds',
  to_us BIGINT NOT NULL DEFAULT 0 COMMENT 'The latest time of receipt, UTC microseconds',
  turns BIGINT NOT NULL DEFAULT 0 COMMENT 'Raised by every writing, in the row of block 0, so that two nodes of a cluster cannot both write',
  PRIMARY KEY (block)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The blocks of the search index and the time that each covers'
