INSERT INTO content (kind, slug) VALUES (1, 'how'), (1, 'modes'), (1, 'privacy'), (1, 'accessibility'), (4, 'figures');
