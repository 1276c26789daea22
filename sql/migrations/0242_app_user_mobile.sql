ALTER TABLE app_user
  ADD COLUMN mobile VARCHAR(30) NOT NULL DEFAULT '' COMMENT 'For notices at work by SMS';
