ALTER TABLE message
  ADD COLUMN slip_id BIGINT NULL COMMENT 'The slip it belongs to; NULL: none',
  ADD KEY message_slip (slip_id),
  ADD CONSTRAINT message_slip_fk FOREIGN KEY (slip_id) REFERENCES slip (id);
