ALTER TABLE unit ADD COLUMN closes_above TINYINT NOT NULL DEFAULT 0 COMMENT '1: empowered by its superior to close what only a higher level closes (requirements H4)' AFTER can_close;
