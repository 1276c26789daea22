ALTER TABLE app_user
  ADD COLUMN superior_id BIGINT NULL COMMENT 'Direct superior, for recusal; NULL: not told',
  ADD KEY app_user_superior (superior_id),
  ADD CONSTRAINT app_user_superior_fk FOREIGN KEY (superior_id) REFERENCES app_user (id);
