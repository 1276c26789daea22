ALTER TABLE meeting
  MODIFY COLUMN called_by BIGINT NULL COMMENT 'Who called it; NULL: the rulebook, for the joint meeting of a period',
  ADD COLUMN from_us BIGINT NULL COMMENT 'Joint meeting: when its period begins, UTC microseconds',
  ADD COLUMN to_us BIGINT NULL COMMENT 'Joint meeting: when the period after it begins',
  ADD COLUMN pack MEDIUMTEXT NULL COMMENT 'Joint meeting: figures of the period as JSON, rows r of kind k, code c, numbers n, d, e; NULL: to be made',
  ADD COLUMN to_make TINYINT AS (from_us IS NOT NULL AND pack IS NULL) PERSISTENT COMMENT '1: the figures are to be made',
  ADD UNIQUE KEY meeting_period (unit_id, to_us),
  ADD KEY meeting_to_make (to_make, id);
