import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, money, reference, timestamps } from '../columns.js';
import { orders } from './sales.js';

export const invoiceStatus = pgEnum('invoice_status', ['draft', 'issued', 'paid', 'void']);
export const paymentMethod = pgEnum('payment_method', ['bank_transfer', 'card', 'direct_debit']);

export const invoices = pgTable(
  'invoices',
  {
    id: identity(),
    number: text('number').notNull().unique(),
    orderId: reference('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'restrict' }),
    status: invoiceStatus('status').notNull().default('draft'),
    total: money('total').notNull(),
    issuedOn: date('issued_on'),
    dueOn: date('due_on'),
    ...timestamps(),
  },
  (table) => [
    // An order may have been invoiced wrongly before, but it has one invoice that counts.
    uniqueIndex('invoices_order_id_key')
      .on(table.orderId)
      .where(sql`${table.status} <> 'void'`),
    index('invoices_due_on_index')
      .on(table.dueOn)
      .where(sql`${table.status} = 'issued'`),
    check('invoices_total_check', sql`${table.total} >= 0`),
    check(
      'invoices_issued_on_check',
      sql`${table.status} in ('draft', 'void') or ${table.issuedOn} is not null`,
    ),
    check(
      'invoices_due_on_check',
      sql`${table.status} in ('draft', 'void') or (${table.dueOn} is not null and ${table.dueOn} >= ${table.issuedOn})`,
    ),
  ],
);

export const payments = pgTable(
  'payments',
  {
    id: identity(),
    invoiceId: reference('invoice_id')
      .notNull()
      .references(() => invoices.id, { onDelete: 'restrict' }),
    method: paymentMethod('method').notNull(),
    amount: money('amount').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    providerReference: text('provider_reference'),
    providerPayload: jsonb('provider_payload').$type<Record<string, unknown>>(),
  },
  (table) => [
    index('payments_invoice_id_index').on(table.invoiceId),
    uniqueIndex('payments_provider_reference_key')
      .on(table.method, table.providerReference)
      .where(sql`${table.providerReference} is not null`),
    check('payments_amount_check', sql`${table.amount} > 0`),
  ],
);
