ALTER TABLE message
  ADD COLUMN held TINYINT NOT NULL DEFAULT 0 COMMENT 'Whether the tracking page shows a reply: 0 at once, 1 once an approval about it is given, 2 never (requirements B6)',
  ADD COLUMN given VARCHAR(20) NOT NULL DEFAULT '' COMMENT 'Word of contact ways: how a reply was given that the tracking page does not show at once';
