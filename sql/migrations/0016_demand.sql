CREATE TABLE demand (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  kind VARCHAR(20) NOT NULL COMMENT 'explanation, apology, refund, return, exchange, repair, compensation, other',
  amount DECIMAL(14,2) NULL COMMENT 'Sum asked for, in the site''s currency',
  note VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'In the complainant''s words',
  PRIMARY KEY (complaint_id, kind),
  CONSTRAINT demand_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='What the complainant wants (requirements B1)';
