CREATE TABLE incident_notice (
  incident_id BIGINT NOT NULL COMMENT 'The incident that the public may know of',
  title_zh VARCHAR(120) NOT NULL COMMENT 'One line in Chinese',
  title_en VARCHAR(120) NOT NULL COMMENT 'One line in English',
  body_zh VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'What is known and done about it, in Chinese',
  body_en VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'The same in English',
  area VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'Places it concerns, by commas; empty: everywhere',
  category_id BIGINT NULL COMMENT 'Category or group of categories that it concerns; NULL: any',
  at_us BIGINT NOT NULL COMMENT 'When it was shown to the public last, UTC microseconds',
  actor_id BIGINT NOT NULL COMMENT 'Who did that',
  PRIMARY KEY (incident_id),
  KEY incident_notice_category (category_id),
  KEY incident_notice_actor (actor_id),
  CONSTRAINT incident_notice_incident_fk FOREIGN KEY (incident_id) REFERENCES incident (id),
  CONSTRAINT incident_notice_category_fk FOREIGN KEY (category_id) REFERENCES category (id),
  CONSTRAINT incident_notice_actor_fk FOREIGN KEY (actor_id) REFERENCES app_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Incidents that people who complain are offered to join (requirements B10); taken out when it is no longer shown';
