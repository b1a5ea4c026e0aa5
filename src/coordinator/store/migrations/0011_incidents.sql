CREATE TABLE "incident_looks" (
	"id" integer PRIMARY KEY NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"kind" text NOT NULL,
	"from" bigint NOT NULL,
	"to" bigint,
	CONSTRAINT "incidents_kind_from_pk" PRIMARY KEY("kind","from")
);
