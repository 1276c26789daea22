ALTER TABLE vexatious
  ADD COLUMN since_us BIGINT NOT NULL DEFAULT 0 COMMENT 'When it was found, UTC microseconds',
  ADD COLUMN asked_us BIGINT NULL COMMENT 'When it was put on the agenda to be looked at again; NULL: not yet',
  ADD COLUMN why_lifted MEDIUMTEXT NULL COMMENT 'Why it was lifted',
  ADD KEY vexatious_review (lifted_us, asked_us, until_us);
