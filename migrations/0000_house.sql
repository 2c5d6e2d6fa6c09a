CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_by_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `allowance` (
	`key` text PRIMARY KEY NOT NULL,
	`taken` integer NOT NULL,
	`window_ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`tenant` text,
	`person` text NOT NULL,
	`person_name` text NOT NULL,
	`deed` text NOT NULL,
	`thing` text NOT NULL,
	`facts` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_tenant` ON `audit` (`tenant`,`id`);--> statement-breakpoint
CREATE TABLE `configuration` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`connection` text NOT NULL,
	`name` text NOT NULL,
	`template` text NOT NULL,
	`resources` text NOT NULL,
	`mode` text NOT NULL,
	`schedule` text,
	`limits` text NOT NULL,
	`started_by` text NOT NULL,
	`options` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tenant`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`connection`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `configuration_by_tenant` ON `configuration` (`tenant`);--> statement-breakpoint
CREATE TABLE `connection` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
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
CREATE INDEX `connection_by_tenant` ON `connection` (`tenant`);--> statement-breakpoint
CREATE TABLE `member` (
	`tenant` text NOT NULL,
	`person` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `person`),
	FOREIGN KEY (`tenant`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `member_by_person` ON `member` (`person`);--> statement-breakpoint
CREATE TABLE `run` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`configuration` text NOT NULL,
	`configuration_name` text NOT NULL,
	`status` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text,
	`progress_percentage` real NOT NULL,
	`counts` text NOT NULL,
	`rows_written` integer NOT NULL,
	`published` integer NOT NULL,
	`undone` integer NOT NULL,
	`retry_of` text,
	`problems` text NOT NULL,
	`seq` integer NOT NULL,
	`heard_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE INDEX `run_by_start` ON `run` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `run_active` ON `run` (`heard_at`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_by_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `step` (
	`tenant` text NOT NULL,
	`run` text NOT NULL,
	`resource` text NOT NULL,
	`position` integer NOT NULL,
	`label` text NOT NULL,
	`status` text NOT NULL,
	`progress_percentage` real NOT NULL,
	`counts` text NOT NULL,
	`verified` integer,
	`started_at` text,
	`ended_at` text,
	`problem` text,
	`seq` integer NOT NULL,
	PRIMARY KEY(`tenant`, `run`, `resource`)
);
--> statement-breakpoint
CREATE TABLE `tenant` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`jurisdiction` text,
	`settings_version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`global_admin` integer DEFAULT false NOT NULL,
	`locale` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_by_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `viewing` (
	`session` text NOT NULL,
	`person` text NOT NULL,
	`tenant` text NOT NULL,
	PRIMARY KEY(`session`, `tenant`),
	FOREIGN KEY (`person`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `viewing_by_person` ON `viewing` (`person`);