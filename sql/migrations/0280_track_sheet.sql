CREATE TABLE track_sheet (
  complaint_id BIGINT NOT NULL COMMENT 'What the tracking page shows of it',
  chain_hash BINARY(32) NOT NULL COMMENT 'Of its history when it was put together: after any event it holds no longer',
  version INT NOT NULL COMMENT 'Of the complaint, the same',
  made_us BIGINT NOT NULL COMMENT 'Put together, UTC microseconds',
  body MEDIUMBLOB NOT NULL COMMENT 'The rows of head, sheet and clocks as the views of the public website gave them',
  PRIMARY KEY (complaint_id),
  KEY track_sheet_made (made_us),
  CONSTRAINT track_sheet_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Tracking pages that were looked at, so that looking again is one read';
