import { eq, sql } from 'drizzle-orm';
import { pgView } from 'drizzle-orm/pg-core';
import { invoices, payments } from './billing.js';
import { customers } from './customers.js';
import { orders } from './sales.js';

const paid = sql<string>`coalesce(sum(${payments.amount}), 0)`;

/** What customers still owe: every issued invoice with the sum of its payments. */
export const receivables = pgView('receivables').as((query) =>
  query
    .select({
      invoiceId: sql<number>`${invoices.id}`.mapWith(Number).as('invoice_id'),
      invoiceNumber: sql<string>`${invoices.number}`.as('invoice_number'),
      customerName: sql<string>`${customers.name}`.as('customer_name'),
      currency: orders.currency,
      total: invoices.total,
      paid: paid.as('paid'),
      open: sql<string>`${invoices.total} - ${paid}`.as('open'),
      dueOn: invoices.dueOn,
    })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .leftJoin(payments, eq(payments.invoiceId, invoices.id))
    .where(eq(invoices.status, 'issued'))
    .groupBy(invoices.id, orders.currency, customers.name),
);
