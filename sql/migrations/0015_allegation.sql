CREATE TABLE allegation (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  position SMALLINT NOT NULL COMMENT 'From 1',
  body MEDIUMTEXT NOT NULL COMMENT 'What happened, as told',
  finding TINYINT NOT NULL DEFAULT 0 COMMENT 'As complaint.finding, for this matter',
  reason VARCHAR(2000) NOT NULL DEFAULT '' COMMENT 'Why',
  PRIMARY KEY (complaint_id, position),
  CONSTRAINT allegation_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Numbered matters of a complaint (requirements G0)';
