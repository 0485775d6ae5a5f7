CREATE TABLE "jobs" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"instance" text NOT NULL,
	"roster_id" uuid NOT NULL,
	"progress" jsonb,
	"result" jsonb,
	"problem" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "jobs_kind" CHECK ("jobs"."kind" in ('plan')),
	CONSTRAINT "jobs_status" CHECK ("jobs"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "jobs_over_has_time" CHECK (("jobs"."status" in ('queued', 'running')) = ("jobs"."finished_at" is null)),
	CONSTRAINT "jobs_failed_has_problem" CHECK (("jobs"."status" = 'failed') = ("jobs"."problem" is not null))
);
--> statement-breakpoint
CREATE TABLE "plan_reports" (
	"centre_id" uuid NOT NULL,
	"roster_id" uuid NOT NULL,
	"report" jsonb NOT NULL,
	"certificate" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "plan_reports_pk" PRIMARY KEY("centre_id","roster_id")
);
--> statement-breakpoint
CREATE TABLE "burden_weights" (
	"centre_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"weights" jsonb NOT NULL,
	"carry_months" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "burden_weights_pk" PRIMARY KEY("centre_id"),
	CONSTRAINT "burden_weights_carry_months" CHECK ("burden_weights"."carry_months" between 0 and 120)
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"centre_id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"month" text NOT NULL,
	"version" integer NOT NULL,
	"share" integer NOT NULL,
	"points" integer NOT NULL,
	"nights" integer NOT NULL,
	"rest_days" integer NOT NULL,
	"holidays" integer NOT NULL,
	"tet" integer NOT NULL,
	"due_points" integer NOT NULL,
	"due_nights" integer NOT NULL,
	"due_rest_days" integer NOT NULL,
	"due_holidays" integer NOT NULL,
	"due_tet" integer NOT NULL,
	"working_day_points" integer NOT NULL,
	"rest_day_points" integer NOT NULL,
	"holiday_points" integer NOT NULL,
	"tet_points" integer NOT NULL,
	CONSTRAINT "ledger_pk" PRIMARY KEY("centre_id","publication_id","provider_id"),
	CONSTRAINT "ledger_share" CHECK ("ledger"."share" >= 0),
	CONSTRAINT "ledger_points_by_day" CHECK ("ledger"."points" = "ledger"."working_day_points" + "ledger"."rest_day_points" + "ledger"."holiday_points" + "ledger"."tet_points")
);
--> statement-breakpoint
CREATE TABLE "preference_posts" (
	"centre_id" uuid NOT NULL,
	"preference_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	CONSTRAINT "preference_posts_pk" PRIMARY KEY("centre_id","preference_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"provider_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"strength" integer NOT NULL,
	"weekdays" jsonb NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "preferences_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "preferences_kind" CHECK ("preferences"."kind" in ('avoid', 'wish')),
	CONSTRAINT "preferences_strength" CHECK ("preferences"."strength" between 1 and 3),
	CONSTRAINT "preferences_from_before_to" CHECK ("preferences"."to_day" is null or "preferences"."from_day" <= "preferences"."to_day")
);
--> statement-breakpoint
ALTER TABLE "post_turns" DROP CONSTRAINT "post_turns_once";--> statement-breakpoint
ALTER TABLE "post_turns" ALTER COLUMN "provider_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "post_seats" ADD COLUMN "plan" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_seats" ADD COLUMN "from_day" date;--> statement-breakpoint
ALTER TABLE "post_seats" ADD COLUMN "owed_at_most" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_seats" ADD COLUMN "follows" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "plan" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "cycle" text DEFAULT 'order' NOT NULL;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "member" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "weight" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "from_day" date;--> statement-breakpoint
ALTER TABLE "post_turns" ADD COLUMN "to_day" date;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "handover_every" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "straddles" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "at_least_one" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "burden_percent" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "distance_km" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "protections" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rule_settings" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "rule_settings" ADD COLUMN "weight" integer;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "vacant" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_reports" ADD CONSTRAINT "plan_reports_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "burden_weights" ADD CONSTRAINT "burden_weights_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preference_posts" ADD CONSTRAINT "preference_posts_preference" FOREIGN KEY ("centre_id","preference_id") REFERENCES "public"."preferences"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preference_posts" ADD CONSTRAINT "preference_posts_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_one_plan_per_roster" ON "jobs" USING btree ("centre_id","roster_id") WHERE "jobs"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "jobs_by_birth" ON "jobs" USING btree ("centre_id","created_at","id");--> statement-breakpoint
CREATE INDEX "ledger_by_month" ON "ledger" USING btree ("centre_id","month","version");--> statement-breakpoint
CREATE INDEX "ledger_by_provider" ON "ledger" USING btree ("centre_id","provider_id","month");--> statement-breakpoint
CREATE INDEX "preference_posts_by_post" ON "preference_posts" USING btree ("centre_id","post_id");--> statement-breakpoint
CREATE INDEX "preferences_by_provider" ON "preferences" USING btree ("centre_id","provider_id","from_day");--> statement-breakpoint
ALTER TABLE "post_seats" DROP CONSTRAINT "post_seats_pk";
--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_pk" PRIMARY KEY("centre_id","post_id","seat","plan");--> statement-breakpoint
ALTER TABLE "post_turns" DROP CONSTRAINT "post_turns_pk";
--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_pk" PRIMARY KEY("centre_id","post_id","seat","plan","cycle","position","member");--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_one_plan_a_day" UNIQUE NULLS NOT DISTINCT("centre_id","post_id","seat","from_day");--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_once" UNIQUE("centre_id","post_id","seat","plan","cycle","provider_id");--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_kind" CHECK ("pairs"."kind" in ('apart', 'together'));--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_owed_at_most" CHECK ("post_seats"."owed_at_most" between 1 and 12);--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_cycle" CHECK ("post_turns"."cycle" in ('order', 'restDays', 'tet'));--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_weight" CHECK ("post_turns"."weight" between 1 and 100);--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_from_before_to" CHECK ("post_turns"."from_day" <= "post_turns"."to_day");--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_burden_percent" CHECK ("posts"."burden_percent" between 0 and 500);--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_distance_km" CHECK ("posts"."distance_km" between 0 and 1000);--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_handover_every" CHECK ("posts"."handover_every" between 1 and 31);--> statement-breakpoint
ALTER TABLE "rule_settings" ADD CONSTRAINT "rule_settings_level" CHECK ("rule_settings"."level" in ('hard', 'soft'));--> statement-breakpoint
ALTER TABLE "rule_settings" ADD CONSTRAINT "rule_settings_weight" CHECK ("rule_settings"."weight" between 0 and 100);