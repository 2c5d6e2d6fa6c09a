ALTER TABLE `connection` ADD `proved_at` integer;--> statement-breakpoint
-- A check that has passed is such a proof.
UPDATE `connection` SET `proved_at` = `checked_at` WHERE `check_passed` = 1;
