CREATE TABLE message (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  kind TINYINT NOT NULL COMMENT '1 from the complainant, 2 to the complainant, 3 request for material, 4 reply, 5 internal note',
  author_id BIGINT NULL COMMENT 'Who of staff; NULL for the complainant',
  unit_zh VARCHAR(250) NOT NULL DEFAULT '' COMMENT 'Unit and department as the complainant reads them, Chinese',
  unit_en VARCHAR(250) NOT NULL DEFAULT '' COMMENT 'The same in English',
  body MEDIUMTEXT NOT NULL COMMENT 'The text',
  PRIMARY KEY (id),
  KEY message_complaint (complaint_id, id),
  KEY message_author (author_id),
  CONSTRAINT message_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT message_author_fk FOREIGN KEY (author_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Messages with the complainant and internal notes';
