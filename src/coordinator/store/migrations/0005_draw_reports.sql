CREATE TABLE "draw_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"ending" text,
	"noticed_at" bigint NOT NULL
);
