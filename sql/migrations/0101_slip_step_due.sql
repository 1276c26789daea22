ALTER TABLE slip_step
  ADD COLUMN due_us BIGINT NOT NULL DEFAULT 0 COMMENT 'When the answer was due after this step, UTC microseconds';
