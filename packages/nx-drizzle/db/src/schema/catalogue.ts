import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  index,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { identity, money, reference, timestamps } from '../columns.js';

export const productStatus = pgEnum('product_status', ['draft', 'active', 'discontinued']);

/** What differs from product to product: colour, weight, voltage … */
export type ProductAttributes = Record<string, string | number | boolean>;

export const categories = pgTable(
  'categories',
  {
    id: identity(),
    parentId: reference('parent_id').references((): AnyPgColumn => categories.id, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    slug: text('slug').notNull().unique(),
  },
  (table) => [index('categories_parent_id_index').on(table.parentId)],
);

export const products = pgTable(
  'products',
  {
    id: identity(),
    sku: text('sku').notNull().unique(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    status: productStatus('status').notNull().default('draft'),
    price: money('price').notNull(),
    vatRate: numeric('vat_rate', { precision: 4, scale: 3 }).notNull(),
    attributes: jsonb('attributes').$type<ProductAttributes>().notNull().default({}),
    ...timestamps(),
  },
  (table) => [
    index('products_active_name_index')
      .on(table.name)
      .where(sql`${table.status} = 'active'`),
    check('products_price_check', sql`${table.price} >= 0`),
    check('products_vat_rate_check', sql`${table.vatRate} >= 0 and ${table.vatRate} < 1`),
  ],
);

export const productCategories = pgTable(
  'product_categories',
  {
    productId: reference('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    categoryId: reference('category_id')
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.categoryId] }),
    index('product_categories_category_id_index').on(table.categoryId),
  ],
);
