ALTER TABLE mail MODIFY email_index BINARY(16) NULL COMMENT 'Blind index of the sender, of this table alone; NULL where the complainant is not named';
