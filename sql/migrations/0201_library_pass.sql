CREATE TABLE library_pass (
  case_id BIGINT NOT NULL COMMENT 'The case',
  passage BINARY(32) NOT NULL COMMENT 'SHA-256 over kind and text of the passage: what is written anew is asked anew',
  reason VARCHAR(500) NOT NULL COMMENT 'Why nobody can be recognised by it',
  by_id BIGINT NOT NULL COMMENT 'Who confirmed it; not the author',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  PRIMARY KEY (case_id, passage),
  KEY library_pass_person (by_id),
  CONSTRAINT library_pass_fk FOREIGN KEY (case_id) REFERENCES library_case (id),
  CONSTRAINT library_pass_person_fk FOREIGN KEY (by_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Passages of a case that looked like somebody and may stand';
