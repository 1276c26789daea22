CREATE TABLE complaint_scope (
  holder BIGINT NOT NULL COMMENT 'Who may see it: kind (1 unit, 2 department, 3 person) in the top byte, id below',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  is_open TINYINT NOT NULL COMMENT 'Copy of complaint.is_open',
  state TINYINT NOT NULL COMMENT 'Copy of complaint.state',
  unread TINYINT NOT NULL DEFAULT 0 COMMENT 'Copy of complaint.unread',
  attention TINYINT AS (unread * 2 + (state = 1)) PERSISTENT COMMENT '1 new, 2 the complainant wrote, 3 both, 0 neither',
  due_us BIGINT NOT NULL COMMENT 'Copy of complaint.due_us',
  received_us BIGINT NOT NULL COMMENT 'Copy of complaint.received_us',
  PRIMARY KEY (complaint_id, holder),
  KEY complaint_scope_due (holder, is_open, due_us, complaint_id, state, received_us),
  KEY complaint_scope_received (holder, is_open, received_us, complaint_id, state, due_us),
  KEY complaint_scope_attention (holder, attention, due_us, complaint_id, state, received_us),
  CONSTRAINT complaint_scope_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who may see which complaint, ordered as the lists are (requirements A4, A5)';
