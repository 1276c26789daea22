ALTER TABLE mail DROP KEY mail_complaint, ADD KEY mail_complaint (complaint_id, at_us);
