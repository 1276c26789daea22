ALTER TABLE complaint
  ADD COLUMN grade VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'Code of its grade (requirements D2)' AFTER finding,
  ADD COLUMN grade_proposed VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'What the rules proposed' AFTER grade,
  ADD COLUMN grade_reason VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'Why another was taken than proposed' AFTER grade_proposed,
  ADD COLUMN loss DECIMAL(14,2) NULL COMMENT 'Direct loss; NULL: not known' AFTER grade_reason,
  ADD COLUMN validity VARCHAR(20) NOT NULL DEFAULT '' COMMENT 'valid, invalid, communication; empty: not decided (requirements C6)' AFTER loss,
  ADD COLUMN exclusion VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'Code of the exclusion by which it was not accepted' AFTER validity,
  ADD COLUMN basis VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'Code of the basis of closing (requirements H2)' AFTER exclusion,
  ADD COLUMN promised_us BIGINT NULL COMMENT 'When the answer is promised: the resolve clock''s date' AFTER due_us,
  MODIFY COLUMN due_us BIGINT NOT NULL COMMENT 'The nearest date of its running clocks; the year 9999 when none runs';
