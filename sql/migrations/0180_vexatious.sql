CREATE TABLE vexatious (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  agenda_item_id BIGINT NOT NULL COMMENT 'The committee''s decision',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint that it was decided about: its contact is meant',
  until_us BIGINT NOT NULL COMMENT 'When it is looked at again; 9999-12-31: never',
  lifted_us BIGINT NULL COMMENT 'When it was lifted, UTC microseconds; NULL: holds',
  lifted_by BIGINT NULL COMMENT 'Who lifted it',
  body MEDIUMTEXT NOT NULL COMMENT 'How to deal with the person; why it was lifted',
  PRIMARY KEY (id),
  KEY vexatious_complaint (complaint_id, lifted_us),
  KEY vexatious_item (agenda_item_id),
  KEY vexatious_lifter (lifted_by),
  CONSTRAINT vexatious_item_fk FOREIGN KEY (agenda_item_id) REFERENCES agenda_item (id),
  CONSTRAINT vexatious_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT vexatious_lifter_fk FOREIGN KEY (lifted_by) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Findings of vexatious complaining (requirements J7)';
