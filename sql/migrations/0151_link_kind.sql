ALTER TABLE complaint_link
  ADD KEY complaint_link_kind (kind, b_id);
