CREATE TABLE "call_attempts" (
	"centre_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"called_as" text NOT NULL,
	"provider_id" uuid,
	"outcome" text NOT NULL,
	"by" text NOT NULL,
	"seconds" integer,
	"confirmed" boolean NOT NULL,
	CONSTRAINT "call_attempts_pk" PRIMARY KEY("centre_id","call_id","position"),
	CONSTRAINT "call_attempts_as" CHECK ("call_attempts"."called_as" in ('primary', 'support', 'stand_in', 'centre')),
	CONSTRAINT "call_attempts_provider_or_centre" CHECK (("call_attempts"."called_as" = 'centre') = ("call_attempts"."provider_id" is null)),
	CONSTRAINT "call_attempts_outcome" CHECK ("call_attempts"."outcome" in ('answered', 'no_answer', 'busy', 'wrong_number', 'refused_conflict', 'refused_busy')),
	CONSTRAINT "call_attempts_seconds" CHECK ("call_attempts"."seconds" between 0 and 86400)
);
--> statement-breakpoint
CREATE TABLE "call_contacts" (
	"centre_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"full_name" text NOT NULL,
	"phone" text,
	"address" text,
	"relation" text,
	CONSTRAINT "call_contacts_pk" PRIMARY KEY("centre_id","call_id"),
	CONSTRAINT "call_contacts_sealed" CHECK ("call_contacts"."full_name" ~ '^v1[.]' and "call_contacts"."phone" ~ '^v1[.]' is not false and "call_contacts"."address" ~ '^v1[.]' is not false and "call_contacts"."relation" ~ '^v1[.]' is not false)
);
--> statement-breakpoint
CREATE TABLE "call_events" (
	"centre_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"provider_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"confirmed" boolean NOT NULL,
	CONSTRAINT "call_events_pk" PRIMARY KEY("centre_id","call_id","position"),
	CONSTRAINT "call_events_only_appointed_has_provider" CHECK ("call_events"."kind" = 'appointed' or "call_events"."provider_id" is null),
	CONSTRAINT "call_events_kind" CHECK ("call_events"."kind" in ('requested', 'notified', 'phoned', 'registered', 'appointed', 'defence_refused', 'protector_refused', 'paused', 'resumed', 'guided', 'case_opened', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "call_exclusions" (
	"centre_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"provider_id" uuid,
	"rule" text NOT NULL,
	"confirmed" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "call_exclusions_pk" PRIMARY KEY("centre_id","call_id","position"),
	CONSTRAINT "call_exclusions_once" UNIQUE NULLS NOT DISTINCT("centre_id","call_id","provider_id","rule"),
	CONSTRAINT "call_exclusions_rule" CHECK ("call_exclusions"."rule" in ('former-official', 'relative-of-official', 'witness-or-expert', 'opposing-interests', 'several-accused', 'not-objective', 'cannot-serve', 'client-refused', 'body-refused', 'other-organisation', 'out-of-scope'))
);
--> statement-breakpoint
CREATE TABLE "call_readings" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"reader_id" uuid,
	"reader" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "call_readings_pk" PRIMARY KEY("centre_id","id")
);
--> statement-breakpoint
CREATE TABLE "caller_keys" (
	"centre_id" uuid NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "caller_keys_pk" PRIMARY KEY("centre_id")
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"reported_by" text NOT NULL,
	"agency_id" uuid,
	"post_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"standing" text NOT NULL,
	"in_custody" boolean NOT NULL,
	"minor" boolean NOT NULL,
	"entitlement" text,
	"case_key" text,
	"interests" text NOT NULL,
	"urgency" text,
	"status" text NOT NULL,
	"provider_id" uuid,
	"case_code" text,
	"ended_at" timestamp with time zone,
	"erase_at" timestamp with time zone,
	"erased_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calls_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "calls_stage" CHECK ("calls"."stage" in ('report', 'arrest', 'investigation', 'prosecution', 'trial', 'appeal', 'enforcement', 'civil', 'administrative', 'none')),
	CONSTRAINT "calls_standing" CHECK ("calls"."standing" in ('denounced', 'held', 'arrested', 'in_custody', 'accused', 'defendant', 'convicted', 'victim', 'litigant', 'other')),
	CONSTRAINT "calls_interests" CHECK ("calls"."interests" in ('unknown', 'apart', 'opposing')),
	CONSTRAINT "calls_urgency" CHECK ("calls"."urgency" in ('limitation', 'trial', 'mandatory_defence', 'harm')),
	CONSTRAINT "calls_status" CHECK ("calls"."status" in ('open', 'taken', 'unanswered', 'guided', 'case', 'withdrawn')),
	CONSTRAINT "calls_ended_has_time" CHECK (("calls"."status" in ('guided', 'case', 'withdrawn')) = ("calls"."ended_at" is not null)),
	CONSTRAINT "calls_case_has_code" CHECK (("calls"."status" = 'case') = ("calls"."case_code" is not null)),
	CONSTRAINT "calls_unanswered_has_nobody" CHECK ("calls"."status" not in ('open', 'unanswered') or "calls"."provider_id" is null)
);
--> statement-breakpoint
CREATE TABLE "entitlements" (
	"code" text NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL,
	"basis" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	CONSTRAINT "entitlements_pk" PRIMARY KEY("code","from_day"),
	CONSTRAINT "entitlements_from_before_to" CHECK ("entitlements"."to_day" is null or "entitlements"."from_day" <= "entitlements"."to_day")
);
--> statement-breakpoint
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_call" FOREIGN KEY ("centre_id","call_id") REFERENCES "public"."calls"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_contacts" ADD CONSTRAINT "call_contacts_call" FOREIGN KEY ("centre_id","call_id") REFERENCES "public"."calls"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_call" FOREIGN KEY ("centre_id","call_id") REFERENCES "public"."calls"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_exclusions" ADD CONSTRAINT "call_exclusions_call" FOREIGN KEY ("centre_id","call_id") REFERENCES "public"."calls"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_exclusions" ADD CONSTRAINT "call_exclusions_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_readings" ADD CONSTRAINT "call_readings_call" FOREIGN KEY ("centre_id","call_id") REFERENCES "public"."calls"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "caller_keys" ADD CONSTRAINT "caller_keys_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_agency" FOREIGN KEY ("centre_id","agency_id") REFERENCES "public"."agencies"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_post" FOREIGN KEY ("centre_id","post_id") REFERENCES "public"."posts"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_attempts_by_provider" ON "call_attempts" USING btree ("centre_id","provider_id","at");--> statement-breakpoint
CREATE INDEX "call_readings_by_call" ON "call_readings" USING btree ("centre_id","call_id","at");--> statement-breakpoint
CREATE INDEX "calls_by_status" ON "calls" USING btree ("centre_id","status");--> statement-breakpoint
CREATE INDEX "calls_by_agency" ON "calls" USING btree ("centre_id","agency_id","id");--> statement-breakpoint
CREATE INDEX "calls_by_case" ON "calls" USING btree ("centre_id","case_key") WHERE "calls"."case_key" is not null;--> statement-breakpoint
CREATE INDEX "calls_by_provider" ON "calls" USING btree ("centre_id","provider_id");--> statement-breakpoint
CREATE INDEX "calls_by_erase" ON "calls" USING btree ("centre_id","erase_at") WHERE "calls"."erased_at" is null;--> statement-breakpoint
ALTER TABLE "entitlements" ADD CONSTRAINT "entitlements_apart"
  EXCLUDE USING gist ("code" WITH =, daterange("from_day", "to_day", '[]') WITH &&);
