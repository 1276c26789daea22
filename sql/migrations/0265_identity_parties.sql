ALTER TABLE complaint_identity
  ADD COLUMN parties VARBINARY(12000) NULL COMMENT 'Sealed JSON: for whom it is made, named representatives of a group, staff number (requirements B2, B13)' AFTER id_number;
