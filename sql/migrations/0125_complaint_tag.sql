CREATE TABLE complaint_tag (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  word VARCHAR(20) NOT NULL COMMENT 'A short word that staff put on it',
  unit_id BIGINT NOT NULL COMMENT 'Unit that carried it then: its words are proposed there',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_id BIGINT NOT NULL COMMENT 'Who',
  PRIMARY KEY (complaint_id, word),
  KEY complaint_tag_word (word, complaint_id),
  KEY complaint_tag_unit (unit_id, word),
  KEY complaint_tag_actor (actor_id),
  CONSTRAINT complaint_tag_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT complaint_tag_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
  CONSTRAINT complaint_tag_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Tags: free short words of staff on complaints (requirements L2)'
