CREATE TABLE "absences" (
	"miner" text PRIMARY KEY NOT NULL,
	"since" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing" (
	"id" integer PRIMARY KEY NOT NULL,
	"nonce" integer NOT NULL,
	"to" text NOT NULL,
	"data" text NOT NULL,
	"gas" numeric(78, 0) NOT NULL,
	"max_fee_per_gas" numeric(78, 0) NOT NULL,
	"max_priority_fee_per_gas" numeric(78, 0) NOT NULL,
	"hashes" jsonb NOT NULL,
	"sent_at" bigint NOT NULL,
	"raised_at" bigint NOT NULL
);
