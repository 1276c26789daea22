CREATE TABLE complaint_intake (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  ask VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'What the channel asks for: recording, letter_date, from_organisation ...',
  value VARCHAR(300) NOT NULL COMMENT 'What was told; yes for a tick',
  PRIMARY KEY (complaint_id, ask),
  CONSTRAINT complaint_intake_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='What the form of a channel asked when staff registered a complaint (requirements C1)'
