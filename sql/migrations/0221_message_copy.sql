ALTER TABLE message
  ADD COLUMN copy_of BIGINT NULL COMMENT 'The message of a complaint that was split off, of which this one stands with the complaint that leads; NULL: none',
  ADD KEY message_copy (copy_of),
  ADD CONSTRAINT message_copy_fk FOREIGN KEY (copy_of) REFERENCES message (id);
