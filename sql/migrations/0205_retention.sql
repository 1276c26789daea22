CREATE TABLE retention (
  complaint_id BIGINT NOT NULL COMMENT 'A complaint that ended',
  closed_us BIGINT NOT NULL COMMENT 'When it ended, as it was when this was reckoned',
  book_id BIGINT NOT NULL COMMENT 'Version of the rulebook that it was reckoned by',
  years SMALLINT NOT NULL COMMENT 'How long it is kept; 0: for ever',
  until_us BIGINT NOT NULL COMMENT 'Until when, UTC microseconds; 9999-12-31: for ever',
  listed_us BIGINT NULL COMMENT 'Since when it stands in the list of what will be erased; NULL: not yet',
  erase_us BIGINT NOT NULL DEFAULT 253402300799000000 COMMENT 'When it is erased at the earliest; 9999-12-31: not listed yet, or erased',
  held TINYINT NOT NULL DEFAULT 0 COMMENT '1: a legal hold keeps it',
  waits TINYINT NOT NULL DEFAULT 0 COMMENT 'Why it was not erased when its time came: a number of keeping.h; 0: nothing',
  erased_us BIGINT NULL COMMENT 'When it was erased; NULL: not',
  PRIMARY KEY (complaint_id),
  KEY retention_erase (held, erase_us, complaint_id),
  KEY retention_until (erased_us, listed_us, until_us, complaint_id),
  CONSTRAINT retention_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Until when complaints are kept (requirements M5)';
