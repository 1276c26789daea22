ALTER TABLE event
  ADD COLUMN erased BINARY(32) NULL COMMENT 'Of an event of an erased complaint whose data lost its texts: HMAC over the hash before it, its own, and what is left; NULL: as it was written';
