ALTER TABLE complaint
  ADD urged TINYINT NOT NULL DEFAULT 0 COMMENT '1: the complainant urged and nobody has answered yet',
  ADD urged_us BIGINT NULL COMMENT 'When he urged last, UTC microseconds',
  ADD urges SMALLINT NOT NULL DEFAULT 0 COMMENT 'How often he urged',
  ADD KEY complaint_urged (urged, id);
