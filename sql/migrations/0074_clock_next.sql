ALTER TABLE clock MODIFY COLUMN next_us BIGINT NOT NULL COMMENT 'When a warning, the due time or an escalation comes next, of a paused one when it goes on by itself; the year 9999 when never';
