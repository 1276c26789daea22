CREATE TABLE search_queue (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'In the order of the changes',
  complaint_id BIGINT NOT NULL COMMENT 'Whose texts have changed',
  PRIMARY KEY (id),
  KEY search_queue_complaint (complaint_id),
  CONSTRAINT search_queue_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Complaints whose texts the search index has not read yet; jobs empty it'
