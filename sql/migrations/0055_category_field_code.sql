ALTER TABLE category_field
  ADD COLUMN code VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'Its code in the rulebook' AFTER category_id,
  ADD KEY category_field_code (category_id, code);
