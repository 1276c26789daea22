ALTER TABLE callback
  ADD CONSTRAINT callback_sample_fk FOREIGN KEY (sample_id) REFERENCES sample (id);
