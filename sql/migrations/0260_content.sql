CREATE TABLE content (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  kind TINYINT NOT NULL COMMENT '1 page, 2 channel, 3 question, 4 published figures',
  slug VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Address of a page; how, modes, privacy and accessibility are parts of the guide; NULL for channels and questions',
  live TEXT NULL COMMENT 'What the public reads: a JSON object of texts; NULL: nothing',
  draft TEXT NULL COMMENT 'What is to be published next; NULL: no draft is open',
  number INT NOT NULL DEFAULT 0 COMMENT 'Of the newest published version',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change; guards against lost updates',
  PRIMARY KEY (id),
  UNIQUE KEY content_slug (slug)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What administrators write for the public pages (requirements B8)';
