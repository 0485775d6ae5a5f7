-- What drizzle cannot say in a table: time ranges that exclude one another, and rows that are frozen.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
ALTER TABLE "provider_contracts" ADD CONSTRAINT "provider_contracts_apart"
  EXCLUDE USING gist ("centre_id" WITH =, "provider_id" WITH =, daterange("from_day", "to_day", '[]') WITH &&);
--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_apart"
  EXCLUDE USING gist ("centre_id" WITH =, "post_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&);
--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_one_person_per_seat"
  EXCLUDE USING gist ("centre_id" WITH =, "post_id" WITH =, "seat" WITH =, tstzrange("starts_at", "ends_at") WITH &&, tstzrange("in_force_from", "in_force_to") WITH &&);
--> statement-breakpoint
-- On-site duty against on-site duty, and on-site duty against phone duty, of one person at the same time.
ALTER TABLE "duties" ADD CONSTRAINT "duties_on_site_alone"
  EXCLUDE USING gist ("centre_id" WITH =, "provider_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&, tstzrange("in_force_from", "in_force_to") WITH &&)
  WHERE ("mode" = 'on_site');
--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_on_site_or_phone"
  EXCLUDE USING gist ("centre_id" WITH =, "provider_id" WITH =, "mode" WITH <>, tstzrange("starts_at", "ends_at") WITH &&, tstzrange("in_force_from", "in_force_to") WITH &&);
--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_same_slot_once" UNIQUE ("centre_id", "publication_id", "slot_id", "provider_id");
--> statement-breakpoint
-- A publication says for ever what it said (NĐ 30/2020 Điều 18): only the day on which a later version takes over may be set, once.
CREATE FUNCTION publications_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."superseded_from" IS NOT NULL
     OR (to_jsonb(NEW) - 'superseded_from') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_from') THEN
    RAISE EXCEPTION 'a publication is never changed' USING ERRCODE = '23514', CONSTRAINT = 'publications_frozen';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "publications_frozen" BEFORE UPDATE OR DELETE ON "publications" FOR EACH ROW EXECUTE FUNCTION publications_are_frozen();
