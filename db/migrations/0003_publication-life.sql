CREATE TABLE "amendments" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"roster_id" uuid NOT NULL,
	"month" text NOT NULL,
	"origin" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"changes_from" timestamp with time zone,
	"takes" jsonb NOT NULL,
	"recut" jsonb,
	"status" text NOT NULL,
	"submitted_by" text NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision" text,
	"based_on" uuid NOT NULL,
	"publication_id" uuid,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "amendments_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "amendments_kind" CHECK ("amendments"."kind" in ('replacement', 'supplement')),
	CONSTRAINT "amendments_origin" CHECK ("amendments"."origin" in ('planner', 'swap', 'cover')),
	CONSTRAINT "amendments_status" CHECK ("amendments"."status" in ('submitted', 'issued', 'returned', 'withdrawn', 'failed')),
	CONSTRAINT "amendments_issued_has_publication" CHECK (("amendments"."status" = 'issued') = ("amendments"."publication_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "covers" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"roster_id" uuid NOT NULL,
	"absent_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"takes" jsonb NOT NULL,
	"absence_id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"confirmed_by" uuid,
	"by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "covers_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "covers_start_before_end" CHECK ("covers"."starts_at" < "covers"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "swaps" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"roster_id" uuid NOT NULL,
	"month" text NOT NULL,
	"status" text NOT NULL,
	"provider_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"seat" text NOT NULL,
	"post_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"offers" jsonb NOT NULL,
	"reason" text,
	"cutoff" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decision" text,
	"amendment_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "swaps_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "swaps_status" CHECK ("swaps"."status" in ('offered', 'accepted', 'approved', 'done', 'declined', 'withdrawn', 'refused', 'expired', 'failed')),
	CONSTRAINT "swaps_start_before_end" CHECK ("swaps"."starts_at" < "swaps"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "deadline_moves" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"month" text NOT NULL,
	"sector" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"notice_id" uuid NOT NULL,
	"notice_number" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "deadline_moves_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "deadline_moves_sector" CHECK ("deadline_moves"."sector" in ('court', 'investigation', 'custody')),
	CONSTRAINT "deadline_moves_move" CHECK ("deadline_moves"."from_day" <> "deadline_moves"."to_day")
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"centre_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "reminders_pk" PRIMARY KEY("centre_id","subject")
);
--> statement-breakpoint
CREATE TABLE "sendings" (
	"centre_id" uuid NOT NULL,
	"month" text NOT NULL,
	"sector" text NOT NULL,
	"rule" jsonb NOT NULL,
	"last_day" date NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"late" boolean NOT NULL,
	CONSTRAINT "sendings_pk" PRIMARY KEY("centre_id","month","sector"),
	CONSTRAINT "sendings_sector" CHECK ("sendings"."sector" in ('court', 'investigation', 'custody'))
);
--> statement-breakpoint
CREATE TABLE "acknowledgements" (
	"centre_id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"reminded_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"by" text,
	CONSTRAINT "acknowledgements_pk" PRIMARY KEY("centre_id","publication_id","agency_id"),
	CONSTRAINT "acknowledgements_token_taken" UNIQUE("token_hash"),
	CONSTRAINT "acknowledgements_told_by" CHECK (("acknowledgements"."acknowledged_at" is null) = ("acknowledgements"."by" is null))
);
--> statement-breakpoint
CREATE TABLE "confirmations" (
	"centre_id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"confirmed_at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "confirmations_pk" PRIMARY KEY("centre_id","publication_id","provider_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"agency_id" uuid,
	"event" text NOT NULL,
	"channel" text NOT NULL,
	"webhook_id" uuid,
	"address" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "deliveries_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "deliveries_event" CHECK ("deliveries"."event" in ('issued', 'amended', 'provisional', 'recalled')),
	CONSTRAINT "deliveries_channel" CHECK ("deliveries"."channel" in ('portal', 'email', 'webhook')),
	CONSTRAINT "deliveries_status" CHECK ("deliveries"."status" in ('pending', 'sent', 'dead')),
	CONSTRAINT "deliveries_sent_has_time" CHECK (("deliveries"."status" = 'sent') = ("deliveries"."sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"provider_id" uuid,
	"post_id" uuid,
	"agency_id" uuid,
	"numbers" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "feeds_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "feeds_token_taken" UNIQUE("token_hash"),
	CONSTRAINT "feeds_of_one" CHECK (num_nonnulls("feeds"."provider_id", "feeds"."post_id", "feeds"."agency_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"agency_id" uuid,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"enabled" boolean NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhooks_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "webhooks_code_taken" UNIQUE("centre_id","code")
);
--> statement-breakpoint
CREATE TABLE "roster_steps" (
	"centre_id" uuid NOT NULL,
	"roster_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"step" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" text,
	"publication_id" uuid,
	CONSTRAINT "roster_steps_pk" PRIMARY KEY("centre_id","roster_id","position"),
	CONSTRAINT "roster_steps_step" CHECK ("roster_steps"."step" in ('submitted', 'approved', 'returned', 'published', 'recalled', 'amended', 'covered'))
);
--> statement-breakpoint
CREATE TABLE "centre_settings" (
	"centre_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"logo" text,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "centre_settings_pk" PRIMARY KEY("centre_id")
);
--> statement-breakpoint
CREATE TABLE "pictures" (
	"centre_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "pictures_pk" PRIMARY KEY("centre_id","hash")
);
--> statement-breakpoint
CREATE TABLE "signers" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"full_name" text NOT NULL,
	"title" text NOT NULL,
	"authority" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signers_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "signers_code_taken" UNIQUE("centre_id","code"),
	CONSTRAINT "signers_from_before_to" CHECK ("signers"."valid_to" is null or "signers"."valid_from" <= "signers"."valid_to")
);
--> statement-breakpoint
ALTER TABLE "rosters" DROP CONSTRAINT "rosters_status";--> statement-breakpoint
ALTER TABLE "publications" ALTER COLUMN "number" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "layout" text;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "kind" text DEFAULT 'original' NOT NULL;--> statement-breakpoint
ALTER TABLE "rosters" ADD COLUMN "submitted_by" text;--> statement-breakpoint
ALTER TABLE "rosters" ADD COLUMN "approval" jsonb;--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_based_on" FOREIGN KEY ("centre_id","based_on") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_absent" FOREIGN KEY ("centre_id","absent_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_confirmed_by" FOREIGN KEY ("centre_id","confirmed_by") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_amendment" FOREIGN KEY ("centre_id","amendment_id") REFERENCES "public"."amendments"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_moves" ADD CONSTRAINT "deadline_moves_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sendings" ADD CONSTRAINT "sendings_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgements" ADD CONSTRAINT "acknowledgements_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgements" ADD CONSTRAINT "acknowledgements_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmations" ADD CONSTRAINT "confirmations_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmations" ADD CONSTRAINT "confirmations_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_steps" ADD CONSTRAINT "roster_steps_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centre_settings" ADD CONSTRAINT "centre_settings_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signers" ADD CONSTRAINT "signers_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "amendments_by_roster" ON "amendments" USING btree ("centre_id","roster_id","submitted_at");--> statement-breakpoint
CREATE INDEX "covers_by_roster" ON "covers" USING btree ("centre_id","roster_id","created_at");--> statement-breakpoint
CREATE INDEX "swaps_by_roster" ON "swaps" USING btree ("centre_id","roster_id","created_at");--> statement-breakpoint
CREATE INDEX "deliveries_by_publication" ON "deliveries" USING btree ("centre_id","publication_id");--> statement-breakpoint
CREATE INDEX "deliveries_by_status" ON "deliveries" USING btree ("centre_id","status","id");--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_layout" CHECK ("posts"."layout" in ('periods', 'agencies', 'days', 'areas'));--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_kind" CHECK ("publications"."kind" in ('original', 'replacement', 'supplement', 'provisional'));--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_numbered" CHECK (("publications"."kind" = 'provisional') = ("publications"."number" is null));--> statement-breakpoint
ALTER TABLE "rosters" ADD CONSTRAINT "rosters_approved_has_approval" CHECK ("rosters"."status" <> 'approved' or "rosters"."approval" is not null);--> statement-breakpoint
ALTER TABLE "rosters" ADD CONSTRAINT "rosters_status" CHECK ("rosters"."status" in ('draft', 'submitted', 'approved', 'published', 'recalled'));