CREATE TABLE role (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  code VARCHAR(40) NOT NULL COMMENT 'Stable code',
  name_zh VARCHAR(60) NOT NULL COMMENT 'Name in Chinese',
  name_en VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'Name in English',
  active TINYINT NOT NULL DEFAULT 1 COMMENT '0: cannot be granted any more',
  version INT NOT NULL DEFAULT 1 COMMENT 'Raised by every change',
  PRIMARY KEY (id),
  UNIQUE KEY role_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Roles (requirements A3)';
