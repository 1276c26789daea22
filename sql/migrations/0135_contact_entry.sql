CREATE TABLE contact_entry (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  seq INT NOT NULL COMMENT 'Number of the event that recorded it',
  at_us BIGINT NOT NULL COMMENT 'When it took place, UTC microseconds; the event has the time of its recording',
  day INT NOT NULL COMMENT 'Local day of it, days since 1970-01-01: attempts are counted on different days',
  way TINYINT NOT NULL COMMENT '1 telephone, 2 visit, 3 letter, 4 e-mail, 5 SMS, 6 chat',
  inward TINYINT NOT NULL COMMENT '1: the complainant made it',
  result TINYINT NOT NULL COMMENT '1 reached, 2 not reached, 3 left word',
  message_id BIGINT NULL COMMENT 'What was said, an internal message',
  PRIMARY KEY (complaint_id, seq),
  KEY contact_entry_message (message_id),
  CONSTRAINT contact_entry_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT contact_entry_message_fk FOREIGN KEY (message_id) REFERENCES message (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Calls, visits and letters with the complainant and attempts at them (requirements E7, H2)'
