ALTER TABLE slip
  DROP KEY slip_receiver,
  DROP KEY slip_person,
  DROP KEY slip_sender,
  DROP KEY slip_from_department,
  DROP KEY slip_from_unit,
  DROP KEY slip_to_unit,
  ADD KEY slip_receiver (to_department_id, turn, due_us, id, kind, complaint_id),
  ADD KEY slip_person (to_user_id, turn, due_us, id, kind, complaint_id),
  ADD KEY slip_sender (from_user_id, turn, due_us, id, kind, complaint_id),
  ADD KEY slip_from_department (from_department_id, turn, due_us, id, kind, complaint_id),
  ADD KEY slip_from_unit (from_unit_id, turn, due_us, id, kind, complaint_id),
  ADD KEY slip_to_unit (to_unit_id, turn, due_us, id, kind, complaint_id);
