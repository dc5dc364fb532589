import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { identity, money, reference, timestamps } from '../columns.js';
import { products } from './catalogue.js';
import { addresses, customers } from './customers.js';

export const orderStatus = pgEnum('order_status', ['draft', 'placed', 'shipped', 'completed', 'cancelled']);

export const orders = pgTable(
  'orders',
  {
    id: identity(),
    number: text('number').notNull().unique(),
    customerId: reference('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'restrict' }),
    shippingAddressId: reference('shipping_address_id').references(() => addresses.id, {
      onDelete: 'restrict',
    }),
    status: orderStatus('status').notNull().default('draft'),
    currency: text('currency').notNull().default('EUR'),
    note: text('note'),
    placedAt: timestamp('placed_at', { withTimezone: true }),
    ...timestamps(),
  },
  (table) => [
    index('orders_customer_id_index').on(table.customerId),
    index('orders_open_index')
      .on(table.placedAt)
      .where(sql`${table.status} in ('placed', 'shipped')`),
    check('orders_currency_check', sql`${table.currency} ~ '^[A-Z]{3}$'`),
    check(
      'orders_placed_at_check',
      sql`${table.status} in ('draft', 'cancelled') or ${table.placedAt} is not null`,
    ),
  ],
);

export const orderLines = pgTable(
  'order_lines',
  {
    orderId: reference('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    productId: reference('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'restrict' }),
    quantity: integer('quantity').notNull(),
    unitPrice: money('unit_price').notNull(),
    vatRate: numeric('vat_rate', { precision: 4, scale: 3 }).notNull(),
    total: money('total')
      .notNull()
      .generatedAlwaysAs(sql`round(quantity * unit_price * (1 + vat_rate), 2)`),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.position] }),
    index('order_lines_product_id_index').on(table.productId),
    check('order_lines_quantity_check', sql`${table.quantity} > 0`),
    check('order_lines_unit_price_check', sql`${table.unitPrice} >= 0`),
  ],
);
