ALTER TABLE app_user ADD CONSTRAINT app_user_department_fk FOREIGN KEY (department_id) REFERENCES department (id);
