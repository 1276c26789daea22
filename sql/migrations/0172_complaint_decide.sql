ALTER TABLE complaint
  ADD COLUMN outcome_said TINYINT NOT NULL DEFAULT 0 COMMENT 'Whether the complainant accepts the result: 0 not recorded, 1 accepted, 2 not accepted (requirements G6)',
  ADD COLUMN review TINYINT NOT NULL DEFAULT 0 COMMENT '1: is looked at again by people who did not handle it',
  ADD COLUMN false_closing TINYINT NOT NULL DEFAULT 0 COMMENT '1: a spot check found that it was closed falsely (requirements J3)',
  ADD COLUMN erased_us BIGINT NULL COMMENT 'When identities and texts were erased; NULL: not',
  ADD COLUMN closed_by BIGINT NULL COMMENT 'Who closed it',
  ADD COLUMN review_asked_us BIGINT NULL COMMENT 'When the complainant asked for a review; NULL: nobody waits for one (requirements H6)';
