ALTER TABLE event
  ADD COLUMN slip_id BIGINT NULL COMMENT 'The slip it is about, for who may see it; also in data, which the hash covers',
  ADD KEY event_slip (slip_id),
  ADD CONSTRAINT event_slip_fk FOREIGN KEY (slip_id) REFERENCES slip (id);
