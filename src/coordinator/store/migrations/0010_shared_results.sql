CREATE TABLE "shared_results" (
	"task_id" text PRIMARY KEY NOT NULL,
	"prompt" text NOT NULL,
	"excerpt" text,
	"content" "bytea" NOT NULL,
	"shared_at" bigint NOT NULL,
	"removed_at" bigint
);
--> statement-breakpoint
CREATE INDEX "shared_results_newest" ON "shared_results" USING btree ("shared_at","task_id");--> statement-breakpoint
CREATE INDEX "attempts_miner" ON "attempts" USING btree ("miner");