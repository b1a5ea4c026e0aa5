ALTER TABLE "tasks" ADD COLUMN "replica_of" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "excluded" jsonb DEFAULT '[]'::jsonb NOT NULL;