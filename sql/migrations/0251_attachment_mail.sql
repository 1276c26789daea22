ALTER TABLE attachment
  ADD COLUMN mail_id BIGINT NULL COMMENT 'The e-mail it came with and stays with; NULL: none',
  ADD KEY attachment_mail (mail_id),
  ADD CONSTRAINT attachment_mail_fk FOREIGN KEY (mail_id) REFERENCES mail (id);
