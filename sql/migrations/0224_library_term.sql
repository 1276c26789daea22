CREATE TABLE library_term (
  term BIGINT NOT NULL COMMENT 'Two characters that stand side by side in library_case.words: the first by 2 to the power of 21, plus the second',
  published_us BIGINT NOT NULL COMMENT 'library_case.published_us: what is found stands in the order of the list',
  case_id BIGINT NOT NULL COMMENT 'The published case',
  PRIMARY KEY (term, published_us, case_id),
  KEY library_term_case (case_id),
  CONSTRAINT library_term_fk FOREIGN KEY (case_id) REFERENCES library_case (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Search index of the published cases of the library (requirements J6, L3): it says where to look, and what is shown was found in the texts'
