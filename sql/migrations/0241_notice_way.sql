CREATE TABLE notice_way (
  user_id BIGINT NOT NULL COMMENT 'Whose choice it is',
  kind VARCHAR(30) NOT NULL COMMENT 'Kind of notice, a name of src/contact/notice.c',
  ways TINYINT NOT NULL COMMENT 'How he is told outside of the house as well: 1 e-mail, 2 SMS, 3 both, 0 not at all',
  PRIMARY KEY (user_id, kind),
  CONSTRAINT notice_way_user_fk FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Kinds of notices that somebody wants by e-mail or SMS, where it is not as usual (requirements L4)';
