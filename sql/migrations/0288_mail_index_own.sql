UPDATE mail SET email_index = NULL WHERE email_index IS NOT NULL;
