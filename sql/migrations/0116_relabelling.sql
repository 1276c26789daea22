CREATE TABLE relabelling (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  seq INT NOT NULL COMMENT 'Number of its event',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_id BIGINT NOT NULL COMMENT 'Who',
  unit_id BIGINT NOT NULL COMMENT 'Unit that carried it then',
  made VARCHAR(30) NOT NULL COMMENT 'What was made of it: spot, a code of the rulebook''s turns, invalid, back (a complaint again), excluded',
  reason VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'As given, shortened',
  PRIMARY KEY (complaint_id, seq),
  KEY relabelling_time (at_us, complaint_id),
  KEY relabelling_actor (actor_id, at_us),
  KEY relabelling_unit (unit_id, at_us, complaint_id),
  CONSTRAINT relabelling_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT relabelling_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id),
  CONSTRAINT relabelling_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Complaints that were made something that is not counted, for review and samples (requirements M8)';
