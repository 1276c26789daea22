CREATE TABLE published_figure (
  period VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '2026-10 or 2026-Q3',
  figure VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'received, closed, in_time, mean_days or satisfied',
  from_us BIGINT NOT NULL COMMENT 'First moment of the period, UTC microseconds',
  value BIGINT NULL COMMENT 'A count, tenths of a percent or tenths of a day; NULL: too few to be told',
  base INT NULL COMMENT 'Of how many; NULL with value',
  computed_us BIGINT NOT NULL COMMENT 'When it was computed; it stays as it was published',
  PRIMARY KEY (period, figure),
  KEY published_figure_from (from_us, period)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Figures of the public pages, computed once by jobs and never changed (requirements B8)';
