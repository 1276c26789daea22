ALTER TABLE rating
  ADD reasons VARCHAR(420) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'Codes of the rulebook by commas: why he is not satisfied',
  ADD changed_us BIGINT NULL COMMENT 'When he changed it last, UTC microseconds';
