ALTER TABLE compensation ADD KEY compensation_standard (standard);
