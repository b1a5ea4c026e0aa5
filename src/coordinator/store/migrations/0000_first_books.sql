CREATE TABLE "accounts" (
	"miner" text PRIMARY KEY NOT NULL,
	"cumulative" numeric(78, 0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"task_id" text NOT NULL,
	"number" integer NOT NULL,
	"miner" text NOT NULL,
	"digest" text NOT NULL,
	"assignment" jsonb NOT NULL,
	"stake_share" double precision NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "attempts_task_id_number_pk" PRIMARY KEY("task_id","number")
);
--> statement-breakpoint
CREATE TABLE "books" (
	"id" integer PRIMARY KEY NOT NULL,
	"identity" text NOT NULL,
	"secret" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"task_id" text PRIMARY KEY NOT NULL,
	"attempt" integer NOT NULL,
	"miner" text NOT NULL,
	"result_hash" text NOT NULL,
	"result_signature" text NOT NULL,
	"units" integer NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"paid_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"model" text NOT NULL,
	"status" text NOT NULL,
	"seed" bigint NOT NULL,
	"client" text NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint,
	"error_code" text,
	"error_message" text,
	"request" "bytea",
	"result" "bytea"
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_digest" ON "attempts" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "tasks_status" ON "tasks" USING btree ("status");--> statement-breakpoint
CREATE INDEX "tasks_finished_at" ON "tasks" USING btree ("finished_at");