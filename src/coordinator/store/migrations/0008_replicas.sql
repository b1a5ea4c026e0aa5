ALTER TABLE "tasks" ADD COLUMN "replica_of" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "excluded" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "is_audit_ordered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "tasks_replica_of" ON "tasks" USING btree ("replica_of");