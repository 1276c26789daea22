ALTER TABLE paper
  ADD COLUMN replaces_id BIGINT NULL COMMENT 'The final paper of which this one is a new version; NULL: none',
  ADD KEY paper_replaces (replaces_id),
  ADD CONSTRAINT paper_replaces_fk FOREIGN KEY (replaces_id) REFERENCES paper (id),
  MODIFY state TINYINT NOT NULL COMMENT '1 draft, 2 asked for approval, 3 final, 4 delivered, 5 dropped, 6 replaced by a new version';
