CREATE TABLE complaint_told (
  complaint_id BIGINT NOT NULL COMMENT 'Whose complainant wants to be told',
  lang CHAR(2) NOT NULL COMMENT 'In which language: zh or en',
  ways TINYINT NOT NULL COMMENT 'By what, bits: 1 e-mail, 2 SMS; 0: no more',
  own TINYINT NOT NULL COMMENT 'Bits as of ways whose address is the one of the contact data, which who handles it sees masked; else it was given for this alone',
  mail_version INT NULL COMMENT 'Version of notice.pub that the e-mail address is sealed to; NULL: none was given',
  mail VARBINARY(512) NULL COMMENT 'E-mail address, sealed so that only the sending process opens it; NULL: none, or it was stopped',
  sms_version INT NULL COMMENT 'Version of notice.pub that the telephone number is sealed to; NULL: none was given',
  sms VARBINARY(512) NULL COMMENT 'Telephone number, sealed alike; NULL: none, or it was stopped',
  changed_us BIGINT NOT NULL COMMENT 'When it was agreed to or changed, UTC microseconds',
  PRIMARY KEY (complaint_id),
  CONSTRAINT complaint_told_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='How complainants are told what happens (requirements L4): apart from who they are, so that a confidential one is told without anybody reading the address';
