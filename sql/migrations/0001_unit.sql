CREATE TABLE unit (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  parent_id BIGINT NULL COMMENT 'Superior unit; NULL for the top',
  level SMALLINT NOT NULL COMMENT 'Depth below the top, 1 for the top itself',
  code VARCHAR(40) NOT NULL COMMENT 'Short code of the organisation''s own',
  name_zh VARCHAR(120) NOT NULL COMMENT 'Name in Chinese',
  name_en VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'Name in English',
  timezone VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'Zone of its dates; empty: the site''s',
  can_close TINYINT NOT NULL DEFAULT 1 COMMENT 'Closing authority (requirements A1)',
  active TINYINT NOT NULL DEFAULT 1 COMMENT '0: takes no new complaints',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change',
  PRIMARY KEY (id),
  UNIQUE KEY unit_code (code),
  KEY unit_parent (parent_id, id),
  CONSTRAINT unit_parent_fk FOREIGN KEY (parent_id) REFERENCES unit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Organisation units, a tree (requirements A1)';
