CREATE TABLE "evidence" (
	"hash" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"kept_until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"case_id" numeric(78, 0) NOT NULL,
	"round" integer NOT NULL,
	"node_id" numeric(78, 0) NOT NULL,
	"seal" text NOT NULL,
	"signature" text,
	"finding" text,
	"distance" numeric(78, 0),
	"salt" text,
	"kept_until" bigint NOT NULL,
	CONSTRAINT "votes_case_id_round_node_id_pk" PRIMARY KEY("case_id","round","node_id")
);
