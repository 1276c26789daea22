CREATE TABLE unit_tree (
  ancestor_id BIGINT NOT NULL COMMENT 'A unit',
  unit_id BIGINT NOT NULL COMMENT 'Itself or one below it',
  distance SMALLINT NOT NULL COMMENT '0 for itself',
  PRIMARY KEY (ancestor_id, unit_id),
  KEY unit_tree_up (unit_id, distance),
  CONSTRAINT unit_tree_ancestor_fk FOREIGN KEY (ancestor_id) REFERENCES unit (id),
  CONSTRAINT unit_tree_unit_fk FOREIGN KEY (unit_id) REFERENCES unit (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every pair of superior and subordinate unit';
