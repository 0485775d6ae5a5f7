CREATE TABLE "absences" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"provider_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "absences_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "absences_from_before_to" CHECK ("absences"."from_day" <= "absences"."to_day")
);
--> statement-breakpoint
CREATE TABLE "engagements" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"provider_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"agency_id" uuid,
	"reachable" boolean NOT NULL,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "engagements_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "engagements_start_before_end" CHECK ("engagements"."starts_at" < "engagements"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "pairs" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"from_day" date NOT NULL,
	"to_day" date,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pairs_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "pairs_of_two" CHECK ("pairs"."first_id" < "pairs"."second_id"),
	CONSTRAINT "pairs_from_before_to" CHECK ("pairs"."to_day" is null or "pairs"."from_day" <= "pairs"."to_day")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"centre_id" uuid,
	"agency_id" uuid,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "api_keys_hash_taken" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"owner" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("owner","key")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agencies" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"parent_id" uuid,
	"territory" jsonb NOT NULL,
	"former_names" jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"contact_point" text,
	"address" text,
	"email" text,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agencies_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "agencies_code_taken" UNIQUE("centre_id","code"),
	CONSTRAINT "agencies_from_before_to" CHECK ("agencies"."valid_to" is null or "agencies"."valid_from" <= "agencies"."valid_to"),
	CONSTRAINT "agencies_not_own_parent" CHECK ("agencies"."parent_id" is null or "agencies"."parent_id" <> "agencies"."id")
);
--> statement-breakpoint
CREATE TABLE "agency_kinds" (
	"code" text PRIMARY KEY NOT NULL,
	"sector" text NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agency_predecessors" (
	"centre_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"predecessor_id" uuid NOT NULL,
	CONSTRAINT "agency_predecessors_pk" PRIMARY KEY("centre_id","agency_id","predecessor_id"),
	CONSTRAINT "agency_predecessors_not_itself" CHECK ("agency_predecessors"."agency_id" <> "agency_predecessors"."predecessor_id")
);
--> statement-breakpoint
CREATE TABLE "calendar_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"issued_on" date NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"annual_for" integer,
	"days" jsonb NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_notices_number_taken" UNIQUE("number"),
	CONSTRAINT "calendar_notices_status" CHECK ("calendar_notices"."status" in ('announced', 'proposed'))
);
--> statement-breakpoint
CREATE TABLE "branches" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"phones" jsonb NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "branches_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "branches_code_taken" UNIQUE("centre_id","code")
);
--> statement-breakpoint
CREATE TABLE "centres" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"province" text NOT NULL,
	"zone" text NOT NULL,
	"first_weekday" integer NOT NULL,
	"parent_body" text NOT NULL,
	"place" text NOT NULL,
	"document_symbol" text NOT NULL,
	"phones" jsonb NOT NULL,
	"demo" boolean NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "centres_code_taken" UNIQUE("code"),
	CONSTRAINT "centres_first_weekday" CHECK ("centres"."first_weekday" between 1 and 7),
	CONSTRAINT "centres_have_a_number" CHECK (jsonb_array_length("centres"."phones") > 0)
);
--> statement-breakpoint
CREATE TABLE "post_agencies" (
	"centre_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "post_agencies_pk" PRIMARY KEY("centre_id","post_id","agency_id")
);
--> statement-breakpoint
CREATE TABLE "post_branches" (
	"centre_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"branch_id" uuid NOT NULL,
	CONSTRAINT "post_branches_pk" PRIMARY KEY("centre_id","post_id","branch_id")
);
--> statement-breakpoint
CREATE TABLE "post_providers" (
	"centre_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "post_providers_pk" PRIMARY KEY("centre_id","post_id","provider_id")
);
--> statement-breakpoint
CREATE TABLE "post_seats" (
	"centre_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"seat" text NOT NULL,
	"importance" integer NOT NULL,
	"method" text NOT NULL,
	"provider_id" uuid,
	"stand_in_id" uuid,
	CONSTRAINT "post_seats_pk" PRIMARY KEY("centre_id","post_id","seat"),
	CONSTRAINT "post_seats_importance" CHECK ("post_seats"."importance" between 1 and 9),
	CONSTRAINT "post_seats_fixed_has_provider" CHECK (("post_seats"."method" = 'fixed') = ("post_seats"."provider_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "post_turns" (
	"centre_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"seat" text NOT NULL,
	"position" integer NOT NULL,
	"provider_id" uuid NOT NULL,
	CONSTRAINT "post_turns_pk" PRIMARY KEY("centre_id","post_id","seat","position"),
	CONSTRAINT "post_turns_once" UNIQUE("centre_id","post_id","seat","provider_id")
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"mode" text NOT NULL,
	"patterns" jsonb NOT NULL,
	"handover_unit" text NOT NULL,
	"roles" jsonb NOT NULL,
	"skills" jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "posts_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "posts_code_taken" UNIQUE("centre_id","code"),
	CONSTRAINT "posts_from_before_to" CHECK ("posts"."valid_to" is null or "posts"."valid_from" <= "posts"."valid_to")
);
--> statement-breakpoint
CREATE TABLE "provider_bars" (
	"centre_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	"reference" text,
	CONSTRAINT "provider_bars_pk" PRIMARY KEY("centre_id","provider_id","position"),
	CONSTRAINT "provider_bars_from_before_to" CHECK ("provider_bars"."to_day" is null or "provider_bars"."from_day" <= "provider_bars"."to_day")
);
--> statement-breakpoint
CREATE TABLE "provider_contracts" (
	"centre_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"number" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"extension" boolean NOT NULL,
	CONSTRAINT "provider_contracts_pk" PRIMARY KEY("centre_id","provider_id","from_day"),
	CONSTRAINT "provider_contracts_from_before_to" CHECK ("provider_contracts"."from_day" <= "provider_contracts"."to_day"),
	CONSTRAINT "provider_contracts_three_years" CHECK ("provider_contracts"."to_day" < "provider_contracts"."from_day" + interval '3 years')
);
--> statement-breakpoint
CREATE TABLE "provider_ties" (
	"centre_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"relation" text NOT NULL,
	CONSTRAINT "provider_ties_pk" PRIMARY KEY("centre_id","provider_id","agency_id")
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"full_name" text NOT NULL,
	"role" text NOT NULL,
	"sex" text,
	"branch_id" uuid,
	"card" jsonb,
	"phones" jsonb NOT NULL,
	"languages" jsonb NOT NULL,
	"skills" jsonb NOT NULL,
	"duty_share" integer NOT NULL,
	"joined_on" date NOT NULL,
	"ended_on" date,
	"public_consent_on" date,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "providers_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "providers_code_taken" UNIQUE("centre_id","code"),
	CONSTRAINT "providers_duty_share" CHECK ("providers"."duty_share" between 1 and 100),
	CONSTRAINT "providers_joined_before_ended" CHECK ("providers"."ended_on" is null or "providers"."joined_on" <= "providers"."ended_on")
);
--> statement-breakpoint
CREATE TABLE "duties" (
	"centre_id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"seat" text NOT NULL,
	"post_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"in_force_from" timestamp with time zone NOT NULL,
	"in_force_to" timestamp with time zone,
	CONSTRAINT "duties_pk" PRIMARY KEY("centre_id","publication_id","slot_id","seat"),
	CONSTRAINT "duties_start_before_end" CHECK ("duties"."starts_at" < "duties"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "number_sequences" (
	"centre_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "number_sequences_pk" PRIMARY KEY("centre_id","year")
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"roster_id" uuid NOT NULL,
	"month" text NOT NULL,
	"version" integer NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"symbol" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"superseded_from" timestamp with time zone,
	"content" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"rotations" jsonb NOT NULL,
	CONSTRAINT "publications_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "publications_number_taken" UNIQUE("centre_id","year","number"),
	CONSTRAINT "publications_version_taken" UNIQUE("centre_id","roster_id","version"),
	CONSTRAINT "publications_effective_before_superseded" CHECK ("publications"."superseded_from" is null or "publications"."effective_from" <= "publications"."superseded_from")
);
--> statement-breakpoint
CREATE TABLE "rosters" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"month" text NOT NULL,
	"status" text NOT NULL,
	"seed" integer NOT NULL,
	"planned_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rosters_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "rosters_month_taken" UNIQUE("centre_id","month"),
	CONSTRAINT "rosters_status" CHECK ("rosters"."status" in ('draft', 'published')),
	CONSTRAINT "rosters_month" CHECK ("rosters"."month" ~ '^\d{4}-(0[1-9]|1[0-2])$')
);
--> statement-breakpoint
CREATE TABLE "rule_settings" (
	"centre_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"enabled" boolean NOT NULL,
	"params" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rule_settings_pk" PRIMARY KEY("centre_id","rule_id")
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"centre_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"seat" text NOT NULL,
	"importance" integer NOT NULL,
	"provider_id" uuid,
	"pinned" boolean NOT NULL,
	"reasons" jsonb NOT NULL,
	CONSTRAINT "seats_pk" PRIMARY KEY("centre_id","slot_id","seat"),
	CONSTRAINT "seats_pinned_has_provider" CHECK (not "seats"."pinned" or "seats"."provider_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "slots" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"roster_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"day_kind" text NOT NULL,
	"unit" text NOT NULL,
	CONSTRAINT "slots_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "slots_start_before_end" CHECK ("slots"."starts_at" < "slots"."ends_at")
);
--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_first" FOREIGN KEY ("centre_id","first_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_second" FOREIGN KEY ("centre_id","second_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_kind" FOREIGN KEY ("kind") REFERENCES "public"."agency_kinds"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_parent" FOREIGN KEY ("centre_id","parent_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agency_predecessors" ADD CONSTRAINT "agency_predecessors_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agency_predecessors" ADD CONSTRAINT "agency_predecessors_predecessor" FOREIGN KEY ("centre_id","predecessor_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_agencies" ADD CONSTRAINT "post_agencies_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_agencies" ADD CONSTRAINT "post_agencies_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_branches" ADD CONSTRAINT "post_branches_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_branches" ADD CONSTRAINT "post_branches_branch" FOREIGN KEY ("centre_id","branch_id") REFERENCES "public"."branches"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_providers" ADD CONSTRAINT "post_providers_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_providers" ADD CONSTRAINT "post_providers_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_seats" ADD CONSTRAINT "post_seats_stand_in" FOREIGN KEY ("centre_id","stand_in_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_turns" ADD CONSTRAINT "post_turns_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_bars" ADD CONSTRAINT "provider_bars_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_contracts" ADD CONSTRAINT "provider_contracts_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_ties" ADD CONSTRAINT "provider_ties_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_ties" ADD CONSTRAINT "provider_ties_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_branch" FOREIGN KEY ("centre_id","branch_id") REFERENCES "public"."branches"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_publication" FOREIGN KEY ("centre_id","publication_id") REFERENCES "public"."publications"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_sequences" ADD CONSTRAINT "number_sequences_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rosters" ADD CONSTRAINT "rosters_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_settings" ADD CONSTRAINT "rule_settings_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_slot" FOREIGN KEY ("centre_id","slot_id") REFERENCES "public"."slots"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_roster" FOREIGN KEY ("centre_id","roster_id") REFERENCES "public"."rosters"("centre_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absences_by_provider" ON "absences" USING btree ("centre_id","provider_id","from_day");--> statement-breakpoint
CREATE INDEX "engagements_by_provider" ON "engagements" USING btree ("centre_id","provider_id","starts_at");--> statement-breakpoint
CREATE INDEX "agency_predecessors_by_predecessor" ON "agency_predecessors" USING btree ("centre_id","predecessor_id");--> statement-breakpoint
CREATE INDEX "post_agencies_by_agency" ON "post_agencies" USING btree ("centre_id","agency_id");--> statement-breakpoint
CREATE INDEX "provider_ties_by_agency" ON "provider_ties" USING btree ("centre_id","agency_id");--> statement-breakpoint
CREATE INDEX "duties_by_provider" ON "duties" USING btree ("centre_id","provider_id","starts_at");--> statement-breakpoint
CREATE INDEX "publications_by_month" ON "publications" USING btree ("centre_id","month");--> statement-breakpoint
CREATE INDEX "seats_by_provider" ON "seats" USING btree ("centre_id","provider_id");--> statement-breakpoint
CREATE INDEX "slots_by_roster" ON "slots" USING btree ("centre_id","roster_id","starts_at");