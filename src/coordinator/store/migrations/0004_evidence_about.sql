ALTER TABLE "evidence" ADD COLUMN "about" text;--> statement-breakpoint
CREATE INDEX "evidence_about" ON "evidence" USING btree ("about");