ALTER TABLE complaint
  ADD KEY complaint_closed (closed_us, unit_id, id);
