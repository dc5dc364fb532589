import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { identity, reference } from '../columns.js';
import { products } from './catalogue.js';

export const warehouses = pgTable('warehouses', {
  id: identity(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
});

export const stockLevels = pgTable(
  'stock_levels',
  {
    warehouseId: reference('warehouse_id')
      .notNull()
      .references(() => warehouses.id, { onDelete: 'restrict' }),
    productId: reference('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    onHand: integer('on_hand').notNull().default(0),
    reserved: integer('reserved').notNull().default(0),
    countedAt: timestamp('counted_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.warehouseId, table.productId] }),
    index('stock_levels_product_id_index').on(table.productId),
    check('stock_levels_reserved_check', sql`${table.reserved} between 0 and ${table.onHand}`),
  ],
);
