ALTER TABLE "draw_reports" ADD COLUMN "accused" text;--> statement-breakpoint
ALTER TABLE "draw_reports" ADD COLUMN "reporter" text;