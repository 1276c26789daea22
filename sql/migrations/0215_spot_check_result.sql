ALTER TABLE spot_check ADD KEY spot_check_result (result, complaint_id) COMMENT 'Few are false closings: the complaint list finds them by it';
