CREATE TABLE rating (
  complaint_id BIGINT NOT NULL COMMENT 'The complaint',
  at_us BIGINT NOT NULL COMMENT 'When, UTC microseconds',
  solved TINYINT NOT NULL COMMENT '1 yes, 2 partly, 3 no',
  overall TINYINT NOT NULL COMMENT '5 very satisfied to 1 very dissatisfied',
  speed TINYINT NOT NULL COMMENT '5 to 1; 0 not answered',
  attitude TINYINT NOT NULL COMMENT '5 to 1; 0 not answered',
  skill TINYINT NOT NULL COMMENT '5 to 1; 0 not answered',
  result TINYINT NOT NULL COMMENT '5 to 1; 0 not answered',
  callback TINYINT NOT NULL DEFAULT 0 COMMENT '1: wishes to be called back',
  words VARCHAR(2000) NOT NULL DEFAULT '' COMMENT 'Comment',
  PRIMARY KEY (complaint_id),
  CONSTRAINT rating_complaint_fk FOREIGN KEY (complaint_id) REFERENCES complaint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci COMMENT='Satisfaction survey (requirements B7)';
