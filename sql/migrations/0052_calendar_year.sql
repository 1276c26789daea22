CREATE TABLE calendar_year (
  calendar_id BIGINT NOT NULL COMMENT 'The calendar',
  year SMALLINT NOT NULL COMMENT 'A year whose holidays are known',
  source VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'Where they come from',
  PRIMARY KEY (calendar_id, year),
  CONSTRAINT calendar_year_calendar_fk FOREIGN KEY (calendar_id) REFERENCES calendar (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Years a calendar knows; others are plain weeks and flagged';
