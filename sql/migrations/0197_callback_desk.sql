ALTER TABLE callback
  ADD COLUMN department_id BIGINT NULL COMMENT 'Department that calls; NULL: those of the unit',
  ADD COLUMN claimed_us BIGINT NULL COMMENT 'Since when somebody has it',
  ADD COLUMN wished TINYINT NOT NULL DEFAULT 0 COMMENT '1: the complainant wished for it when rating',
  ADD COLUMN escalated VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'What dissatisfaction led to: reopen, review or notice as the rulebook had it',
  ADD KEY callback_department (department_id, state, rank, due_us, id),
  ADD KEY callback_doer (done_by, done_us),
  ADD CONSTRAINT callback_department_fk FOREIGN KEY (department_id) REFERENCES department (id);
