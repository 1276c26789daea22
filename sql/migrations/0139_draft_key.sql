ALTER TABLE staff_draft ADD KEY staff_draft_key (draft_key, updated_us)
