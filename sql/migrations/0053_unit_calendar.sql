ALTER TABLE unit
  ADD COLUMN calendar_id BIGINT NULL COMMENT 'Its calendar; NULL: the superior''s' AFTER timezone,
  ADD KEY unit_calendar (calendar_id),
  ADD CONSTRAINT unit_calendar_fk FOREIGN KEY (calendar_id) REFERENCES calendar (id);
