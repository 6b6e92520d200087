-- An application database as the first release made it.
PRAGMA application_id = 1413565769;
CREATE TABLE "definitions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" text NOT NULL UNIQUE, "is_active" bool NOT NULL, "is_deleted" bool NOT NULL);
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "drafts" ("definition_id" bigint NOT NULL PRIMARY KEY REFERENCES "definitions" ("id") DEFERRABLE INITIALLY DEFERRED, "kind" varchar(7) NOT NULL, "text" text NOT NULL, "saved_at" bigint NOT NULL);
CREATE TABLE "versions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "kind" varchar(7) NOT NULL, "text" text NOT NULL, "published_at" bigint NOT NULL, "note" text NOT NULL, "definition_id" bigint NOT NULL REFERENCES "definitions" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_version_a_number" UNIQUE ("definition_id", "number"));
CREATE INDEX "versions_definition_id_f45b7753" ON "versions" ("definition_id");
INSERT INTO "django_migrations" VALUES(1,'application','0001_definitions','2026-06-22 02:15:47.656352');
INSERT INTO "definitions" VALUES(1,'interest',1,0);
INSERT INTO "definitions" VALUES(2,'france',0,0);
INSERT INTO "versions" VALUES(1,1,'score','text 1',1000000,'',1);
INSERT INTO "versions" VALUES(2,2,'score','text 2',2000000,'more',1);
INSERT INTO "drafts" VALUES(2,'segment','text',3000000);
