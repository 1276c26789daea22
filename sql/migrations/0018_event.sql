CREATE TABLE event (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  seq INT NOT NULL COMMENT 'From 1, without gaps',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  actor_kind TINYINT NOT NULL COMMENT '1 complainant, 2 staff, 3 system',
  actor_id BIGINT NULL COMMENT 'The person of staff; NULL otherwise',
  kind VARCHAR(30) NOT NULL COMMENT 'What happened: a name of src/complaint/timeline.c',
  data TEXT NOT NULL COMMENT 'JSON of what is needed to tell it; never identities',
  key_kind TINYINT NOT NULL COMMENT '1 public pool''s chain key, 2 staff''s',
  key_version INT NOT NULL COMMENT 'Version of that key',
  hash BINARY(32) NOT NULL COMMENT 'HMAC over the previous hash and these fields',
  PRIMARY KEY (complaint_id, seq),
  KEY event_actor (actor_id, at_us),
  CONSTRAINT event_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id),
  CONSTRAINT event_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Timeline, append-only and hash-chained per complaint (requirements M1)';
