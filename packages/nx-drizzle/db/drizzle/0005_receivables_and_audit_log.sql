CREATE TYPE "public"."audit_action" AS ENUM('insert', 'update', 'delete');--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"employee_id" bigint,
	"action" "audit_action" NOT NULL,
	"table_name" text NOT NULL,
	"row_key" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"happened_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_rows_check" CHECK (("audit_log"."action" = 'insert') = ("audit_log"."before" is null) and ("audit_log"."action" = 'delete') = ("audit_log"."after" is null))
);
--> statement-breakpoint
ALTER TABLE "customers" ALTER COLUMN "payment_terms_days" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_employee_id_employees_id_fk" FOREIGN KEY ("employee_id") REFERENCES "public"."employees"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_row_index" ON "audit_log" USING btree ("table_name","row_key","happened_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_employee_id_index" ON "audit_log" USING btree ("employee_id");--> statement-breakpoint
CREATE INDEX "invoices_due_on_index" ON "invoices" USING btree ("due_on") WHERE "invoices"."status" = 'issued';--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_due_on_check" CHECK ("invoices"."status" in ('draft', 'void') or ("invoices"."due_on" is not null and "invoices"."due_on" >= "invoices"."issued_on"));--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_payment_terms_days_check" CHECK ("customers"."payment_terms_days" between 0 and 120);--> statement-breakpoint
CREATE VIEW "public"."receivables" AS (select "invoices"."id" as "invoice_id", "invoices"."number" as "invoice_number", "customers"."name" as "customer_name", "orders"."currency", "invoices"."total", coalesce(sum("payments"."amount"), 0) as "paid", "invoices"."total" - coalesce(sum("payments"."amount"), 0) as "open", "invoices"."due_on" from "invoices" inner join "orders" on "orders"."id" = "invoices"."order_id" inner join "customers" on "customers"."id" = "orders"."customer_id" left join "payments" on "payments"."invoice_id" = "invoices"."id" where "invoices"."status" = 'issued' group by "invoices"."id", "orders"."currency", "customers"."name");