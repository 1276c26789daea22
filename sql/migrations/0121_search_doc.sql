CREATE TABLE search_doc (
  doc INT NOT NULL COMMENT 'From 0 without gaps, in the order in which complaints came into the index',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  PRIMARY KEY (doc),
  UNIQUE KEY search_doc_complaint (complaint_id),
  CONSTRAINT search_doc_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Complaints of the search index by dense numbers, which its rows consist of'
