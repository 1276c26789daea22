CREATE TABLE task (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  kind VARCHAR(30) NOT NULL COMMENT 'identity, notice, sweep',
  complaint_id BIGINT NULL COMMENT 'The complaint it is for',
  run_us BIGINT NOT NULL COMMENT 'Not before, UTC microseconds',
  claimed_us BIGINT NOT NULL DEFAULT 0 COMMENT 'Until when a host holds it; 0: free',
  attempts INT NOT NULL DEFAULT 0 COMMENT 'Runs so far',
  state TINYINT NOT NULL DEFAULT 1 COMMENT '1 waiting, 2 dead after too many attempts',
  data TEXT NOT NULL COMMENT 'JSON of what to do',
  PRIMARY KEY (id),
  KEY task_run (state, run_us, id),
  KEY task_complaint (complaint_id),
  CONSTRAINT task_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Outbox: work that follows a save, claimed by jobs';
