BEGIN NOT ATOMIC
CREATE TABLE pack (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  user_id BIGINT NOT NULL COMMENT 'Who asked for it; nobody else fetches it',
  disclosure_id BIGINT NULL COMMENT 'The disclosure that it is made for; NULL: none',
  scope TINYINT NOT NULL COMMENT '1 internal, 2 outside, 3 disclosure',
  identity TINYINT NOT NULL COMMENT 'Who complains: 1 masked, 2 shown, 3 left out',
  whole TINYINT NOT NULL COMMENT '1: with what is internal',
  state TINYINT NOT NULL COMMENT '1 waits for its signature, 2 ready, 3 not signed: it does not say what the record says',
  hash BINARY(32) NOT NULL COMMENT 'SHA-256 of its manifest; stands in the timeline event too',
  bytes BIGINT NOT NULL COMMENT 'Length of the file',
  made_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  signed_us BIGINT NULL COMMENT 'When it was signed',
  PRIMARY KEY (id),
  KEY pack_complaint (complaint_id, id),
  KEY pack_user (user_id),
  KEY pack_disclosure (disclosure_id),
  KEY pack_made (made_us),
  CONSTRAINT pack_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT pack_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT pack_disclosure_fk FOREIGN KEY (disclosure_id) REFERENCES disclosure (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Evidence packs (requirements L5); their bytes are purged, the row stays';
CREATE TABLE pack_part (
  pack_id BIGINT NOT NULL COMMENT 'The pack',
  n INT NOT NULL COMMENT 'Order, from 0',
  body MEDIUMBLOB NOT NULL COMMENT 'The bytes',
  PRIMARY KEY (pack_id, n),
  CONSTRAINT pack_part_fk FOREIGN KEY (pack_id) REFERENCES pack (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='The bytes of evidence packs, in parts';
END
