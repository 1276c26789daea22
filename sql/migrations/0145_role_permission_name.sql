ALTER TABLE role_permission
  ADD KEY role_permission_name (permission, role_id);
