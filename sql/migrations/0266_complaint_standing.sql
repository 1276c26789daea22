ALTER TABLE complaint
  ADD COLUMN standing TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Papers of who complains, bits: 1 letter of authority came, 2 it is missing, 4 list of members came, 8 it is missing',
  ADD COLUMN exclusion_said VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'Code of the exclusion that the complainant said applies before the form began (requirements B3)';
