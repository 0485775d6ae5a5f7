CREATE TABLE "lookup_changes" (
	"seq" bigserial NOT NULL,
	"centre_id" uuid,
	"noun" text NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "lookup_changes_pk" PRIMARY KEY("seq")
);
--> statement-breakpoint
CREATE TABLE "number_confirmations" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"number" text NOT NULL,
	"on_day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"how" text NOT NULL,
	CONSTRAINT "number_confirmations_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "number_confirmations_how" CHECK ("number_confirmations"."how" in ('provider', 'planner', 'call'))
);
--> statement-breakpoint
CREATE TABLE "number_corrections" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"replaced" text NOT NULL,
	"phone" jsonb,
	"from_at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "number_corrections_pk" PRIMARY KEY("centre_id","id")
);
--> statement-breakpoint
CREATE TABLE "number_readings" (
	"centre_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reader_id" uuid,
	"reader" text NOT NULL,
	"provider_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"times" integer NOT NULL,
	CONSTRAINT "number_readings_pk" PRIMARY KEY("centre_id","id"),
	CONSTRAINT "number_readings_first_before_last" CHECK ("number_readings"."first_at" <= "number_readings"."last_at"),
	CONSTRAINT "number_readings_times" CHECK ("number_readings"."times" > 0)
);
--> statement-breakpoint
ALTER TABLE "number_confirmations" ADD CONSTRAINT "number_confirmations_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_corrections" ADD CONSTRAINT "number_corrections_provider" FOREIGN KEY ("centre_id","provider_id") REFERENCES "public"."providers"("centre_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_readings" ADD CONSTRAINT "number_readings_centre" FOREIGN KEY ("centre_id") REFERENCES "public"."centres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "number_confirmations_by_provider" ON "number_confirmations" USING btree ("centre_id","provider_id","at");--> statement-breakpoint
CREATE INDEX "number_corrections_by_provider" ON "number_corrections" USING btree ("centre_id","provider_id","from_at");--> statement-breakpoint
CREATE INDEX "number_readings_by_time" ON "number_readings" USING btree ("centre_id","last_at");--> statement-breakpoint
CREATE INDEX "number_readings_by_provider" ON "number_readings" USING btree ("centre_id","provider_id","last_at");--> statement-breakpoint
-- Every write to what look-ups answer from leaves a row and wakes the instances that listen.
CREATE FUNCTION lookup_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  centre uuid;
BEGIN
  -- the argument is the column that names the centre; a table without one concerns all
  IF TG_NARGS > 0 THEN
    EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO centre USING coalesce(NEW, OLD);
  END IF;
  INSERT INTO "lookup_changes" ("centre_id", "noun") VALUES (centre, TG_TABLE_NAME);
  PERFORM pg_notify('lichtruc_lookup', coalesce(centre::text, ''));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "centres" FOR EACH ROW EXECUTE FUNCTION lookup_changed('id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "agencies" FOR EACH ROW EXECUTE FUNCTION lookup_changed('centre_id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "posts" FOR EACH ROW EXECUTE FUNCTION lookup_changed('centre_id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "providers" FOR EACH ROW EXECUTE FUNCTION lookup_changed('centre_id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "publications" FOR EACH ROW EXECUTE FUNCTION lookup_changed('centre_id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "number_corrections" FOR EACH ROW EXECUTE FUNCTION lookup_changed('centre_id');
--> statement-breakpoint
CREATE TRIGGER "lookup_changed" AFTER INSERT OR UPDATE OR DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION lookup_changed();
