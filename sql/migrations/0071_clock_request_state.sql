ALTER TABLE clock_request ADD KEY clock_request_state (state, id);
