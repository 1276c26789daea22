ALTER TABLE paper MODIFY delivered_way VARCHAR(20) NULL COMMENT 'Word of paper_ways';
