-- A migration is one transaction, in which foreign keys cannot be switched off: they are held back until its end.
-- Configurations stand on rows of this table, so the rows come back into a table of the same name; a renamed one would not count.
PRAGMA defer_foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__connection` AS SELECT * FROM `connection`;--> statement-breakpoint
DROP TABLE `connection`;--> statement-breakpoint
CREATE TABLE `connection` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`host` text NOT NULL,
	`secret` text,
	`secret_updated_at` integer,
	`secret_updated_by` text,
	`checked_at` integer,
	`check_passed` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tenant`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `connection` (`id`, `tenant`, `name`, `kind`, `settings`, `host`, `secret`, `secret_updated_at`, `secret_updated_by`, `checked_at`, `check_passed`, `created_at`, `updated_at`) SELECT `id`, `tenant`, `name`, `kind`, `settings`, `host`, `secret`, `secret_updated_at`, `secret_updated_by`, `checked_at`, `check_passed`, `created_at`, `updated_at` FROM `__connection`;--> statement-breakpoint
DROP TABLE `__connection`;--> statement-breakpoint
CREATE INDEX `connection_by_tenant` ON `connection` (`tenant`);--> statement-breakpoint
CREATE TABLE `share` (
	`connection` text NOT NULL,
	`tenant` text NOT NULL,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`connection`, `tenant`),
	FOREIGN KEY (`connection`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`tenant`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `share_by_tenant` ON `share` (`tenant`);--> statement-breakpoint
ALTER TABLE `configuration` ADD `destination` text REFERENCES connection(id);
