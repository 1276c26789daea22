CREATE TABLE complaint_scope (
  holder BIGINT NOT NULL COMMENT 'Who may see it: kind (1 unit, 2 department, 3 person) in the top byte, id below',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  is_open TINYINT NOT NULL COMMENT 'Copy of complaint.is_open',
  state TINYINT NOT NULL COMMENT 'Copy of complaint.state',
  due_us BIGINT NOT NULL COMMENT 'Copy of complaint.due_us',
  received_us BIGINT NOT NULL COMMENT 'Copy of complaint.received_us',
  PRIMARY KEY (complaint_id, holder),
  KEY complaint_scope_due (holder, is_open, due_us, complaint_id, state),
  KEY complaint_scope_received (holder, received_us, complaint_id, state),
  CONSTRAINT complaint_scope_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who may see which complaint, ordered as the lists are (requirements A4, A5)';
