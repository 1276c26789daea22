ALTER TABLE category
  ADD COLUMN initials VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'First letters of the Chinese name in pinyin, to choose it by'
