CREATE TABLE search_block (
  block INT NOT NULL COMMENT 'search_doc.doc / 16384',
  term BIGINT NOT NULL COMMENT 'Hash, 48 bits, of two Chinese characters side by side or of a word',
  bits VARBINARY(2048) NOT NULL COMMENT 'Which of the block have it: places of two bytes each, or 2048 bytes of bits where that is no longer',
  PRIMARY KEY (block, term)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Search index (requirements L3): it says where to look, and what is shown was found in the texts; terms are added and never taken away'
