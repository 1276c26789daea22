CREATE TABLE calendar_day (
  calendar_id BIGINT NOT NULL COMMENT 'The calendar',
  day INT NOT NULL COMMENT 'Days since 1970-01-01 of the civil date',
  kind TINYINT NOT NULL COMMENT '1 day off, 2 make-up working day, 3 hours of its own',
  hours VARCHAR(80) NOT NULL DEFAULT '' COMMENT 'Office hours of kind 3',
  name_zh VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'Of the holiday, in Chinese',
  name_en VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'The same in English',
  PRIMARY KEY (calendar_id, day),
  CONSTRAINT calendar_day_calendar_fk FOREIGN KEY (calendar_id) REFERENCES calendar (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Holidays, make-up working days and half days of a calendar';
