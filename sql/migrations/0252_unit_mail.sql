ALTER TABLE unit ADD COLUMN mail VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'Addresses, by blanks, whose mail is this unit''s';
