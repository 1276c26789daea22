CREATE TABLE bulk_item (
  bulk_id BIGINT NOT NULL COMMENT 'The action',
  place INT NOT NULL COMMENT 'Order of the list, from 1',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  version INT NOT NULL COMMENT 'As it was when it was chosen',
  state TINYINT NOT NULL DEFAULT 1 COMMENT '1 to do, 2 done, 3 refused',
  why VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'Of a refused one: why, as it was said',
  PRIMARY KEY (bulk_id, place),
  UNIQUE KEY bulk_item_once (bulk_id, complaint_id),
  KEY bulk_item_complaint (complaint_id),
  CONSTRAINT bulk_item_bulk_fk FOREIGN KEY (bulk_id) REFERENCES bulk (id),
  CONSTRAINT bulk_item_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='The complaints of one action on many, each with what came of it'
