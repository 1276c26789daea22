ALTER TABLE agenda_item
  ADD COLUMN follow_done MEDIUMTEXT NULL COMMENT 'What was done upon it',
  ADD COLUMN follow_reminded_us BIGINT NULL COMMENT 'When it was reminded of; NULL: not',
  ADD COLUMN decided_by BIGINT NULL COMMENT 'Who recorded the decision',
  ADD KEY agenda_decided (unit_id, decided_us),
  ADD KEY agenda_due (unit_id, follow_done_us, follow_due_us),
  ADD KEY agenda_late (follow_done_us, follow_reminded_us, follow_due_us),
  ADD KEY agenda_decider (decided_by),
  ADD CONSTRAINT agenda_decider_fk FOREIGN KEY (decided_by) REFERENCES app_user (id);
