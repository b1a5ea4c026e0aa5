CREATE TABLE "audits" (
	"task_id" text PRIMARY KEY NOT NULL,
	"miner" text NOT NULL,
	"model" text NOT NULL,
	"gpu" text NOT NULL,
	"state" text NOT NULL,
	"share" double precision NOT NULL,
	"draw_block" bigint,
	"draw_hash" text,
	"measures" jsonb,
	"is_doubted" boolean DEFAULT false NOT NULL,
	"evidence" text,
	"case_id" text,
	"replacement" text,
	"decided_at" bigint
);
--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "paid_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "trace_root" text DEFAULT '0x0000000000000000000000000000000000000000000000000000000000000000' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "trace_root" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "delivered_at" bigint;--> statement-breakpoint
UPDATE "payments" SET "delivered_at" = "paid_at";--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "delivered_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audits_record" ON "audits" USING btree ("miner","model","decided_at");--> statement-breakpoint
CREATE INDEX "audits_state" ON "audits" USING btree ("state");