CREATE TABLE category_field (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  category_id BIGINT NOT NULL COMMENT 'The category whose form has it',
  label_zh VARCHAR(60) NOT NULL COMMENT 'Label in Chinese',
  label_en VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'Label in English',
  hint_zh VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'Hint in Chinese',
  hint_en VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'Hint in English',
  kind VARCHAR(10) NOT NULL DEFAULT 'text' COMMENT 'text, lines, number or date',
  required TINYINT NOT NULL DEFAULT 0 COMMENT '1: must be filled in',
  sort SMALLINT NOT NULL DEFAULT 0 COMMENT 'Order in the form',
  active TINYINT NOT NULL DEFAULT 1 COMMENT '0: not asked any more',
  PRIMARY KEY (id),
  KEY category_field_category (category_id, sort, id),
  CONSTRAINT category_field_category_fk FOREIGN KEY (category_id) REFERENCES category (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='A category''s own questions on the public form (requirements B1)';
