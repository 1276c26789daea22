BEGIN NOT ATOMIC
INSERT INTO search_part (block) VALUES (0);
INSERT INTO search_queue (complaint_id) SELECT id FROM complaint ORDER BY id;
END
