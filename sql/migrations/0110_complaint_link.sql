CREATE TABLE complaint_link (
  a_id BIGINT NOT NULL COMMENT 'The complaint that leads: the older one, the one that was split, the survivor of a merge',
  b_id BIGINT NOT NULL COMMENT 'The other one',
  kind TINYINT NOT NULL COMMENT '1 related, 2 same matter, 3 b follows up on a, 4 b was merged into a, 5 b was split off a, 6 b was counted as new when a came back',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_id BIGINT NULL COMMENT 'Who; NULL: the system',
  PRIMARY KEY (a_id, b_id),
  KEY complaint_link_other (b_id, a_id),
  KEY complaint_link_actor (actor_id),
  CONSTRAINT complaint_link_a_fk FOREIGN KEY (a_id) REFERENCES complaint (id),
  CONSTRAINT complaint_link_b_fk FOREIGN KEY (b_id) REFERENCES complaint (id),
  CONSTRAINT complaint_link_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Complaints that belong together (requirements C7, C8)';
