ALTER TABLE category DROP COLUMN answer_days;
