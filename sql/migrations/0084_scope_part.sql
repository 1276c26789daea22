ALTER TABLE complaint_scope
  ADD COLUMN part TINYINT NOT NULL DEFAULT 0 COMMENT '0: sees all of it; 1: through a slip, a copy or a mention, sees that part only';
