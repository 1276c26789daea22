ALTER TABLE complaint
  ADD COLUMN due_kind TINYINT NOT NULL DEFAULT 0 COMMENT 'Kind of the clock whose date due_us is: a number of clock.kind; 0 when none runs' AFTER due_us,
  ADD COLUMN flag VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'The gravest of its sensitive flags (requirements D5); empty: none' AFTER validity,
  ADD COLUMN flags TINYINT NOT NULL DEFAULT 0 COMMENT 'How many sensitive flags it has' AFTER flag;
