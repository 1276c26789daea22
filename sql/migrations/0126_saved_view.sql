CREATE TABLE saved_view (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Surrogate key',
  user_id BIGINT NOT NULL COMMENT 'Who saved it',
  unit_id BIGINT NULL COMMENT 'Unit whose people see it too; NULL: nobody else',
  name VARCHAR(30) NOT NULL COMMENT 'As its tab says',
  query VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'View, filters, order and columns as in the address; what each person sees is his own scope',
  place INT NOT NULL DEFAULT 0 COMMENT 'Order among those of its person or unit',
  is_start TINYINT NOT NULL DEFAULT 0 COMMENT '1: opens first when its person opens the list',
  at_us BIGINT NOT NULL COMMENT 'Last saved, UTC microseconds',
  PRIMARY KEY (id),
  UNIQUE KEY saved_view_name (user_id, name),
  KEY saved_view_unit (unit_id, place, id),
  CONSTRAINT saved_view_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
  CONSTRAINT saved_view_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Lists that people keep under a name (requirements L2)'
