UPDATE role_permission SET permission = 'set_rules' WHERE permission = 'set_categories';
