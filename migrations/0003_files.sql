CREATE TABLE `file` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`tenant` text NOT NULL,
	`connection` text NOT NULL,
	`sha256` text NOT NULL,
	`name` text NOT NULL,
	`bytes` integer NOT NULL,
	`uploaded_at` integer NOT NULL,
	`uploaded_by` text NOT NULL,
	`preview` text,
	FOREIGN KEY (`tenant`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`connection`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `file_id_unique` ON `file` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `file_by_content` ON `file` (`tenant`,`connection`,`sha256`);--> statement-breakpoint
CREATE INDEX `file_by_number` ON `file` (`tenant`,`connection`,`number`);