-- Custom SQL migration file, put your code below! --

-- Until now the terms were an unwritten rule: 30 days for a business, 14 for everybody else.
UPDATE "customers"
SET "payment_terms_days" = CASE "kind" WHEN 'business' THEN 30 ELSE 14 END
WHERE "payment_terms_days" IS NULL;
--> statement-breakpoint
UPDATE "invoices"
SET "due_on" = "invoices"."issued_on" + "customers"."payment_terms_days"
FROM "orders"
INNER JOIN "customers" ON "customers"."id" = "orders"."customer_id"
WHERE "orders"."id" = "invoices"."order_id"
  AND "invoices"."issued_on" IS NOT NULL
  AND "invoices"."due_on" IS NULL;
--> statement-breakpoint
INSERT INTO "teams" ("name")
VALUES ('Accounts'), ('Sales'), ('Warehouse')
ON CONFLICT ("name") DO NOTHING;
