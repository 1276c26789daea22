CREATE TABLE setting (
  name VARCHAR(60) NOT NULL COMMENT 'brand_zh, brand_en, hotline, hours_zh, ...',
  value TEXT NOT NULL COMMENT 'Its value',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change',
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Texts and figures of the site that administrators set';
