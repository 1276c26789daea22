ALTER TABLE complaint
  ADD KEY complaint_path (path, id);
