CREATE TABLE complaint_signature (
  value INT UNSIGNED NOT NULL COMMENT 'One band of the min-hash of a text; alike texts share some of their eight',
  complaint_id BIGINT NOT NULL COMMENT 'The complaint; complaints are never deleted, and the index that a foreign key asks for would be as large as the table',
  PRIMARY KEY (value, complaint_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Signatures of what complaints tell, for finding alike ones (requirements C7)';
