import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgEnum, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { identity, reference, timestamps } from '../columns.js';
import { employees } from './staff.js';

export const customerKind = pgEnum('customer_kind', ['business', 'private']);
export const addressKind = pgEnum('address_kind', ['billing', 'shipping']);

export const customers = pgTable(
  'customers',
  {
    id: identity(),
    kind: customerKind('kind').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    vatNumber: text('vat_number'),
    paymentTermsDays: integer('payment_terms_days').notNull(),
    accountManagerId: reference('account_manager_id').references(() => employees.id, {
      onDelete: 'set null',
    }),
    isBlocked: boolean('is_blocked').notNull().default(false),
    ...timestamps(),
  },
  (table) => [
    uniqueIndex('customers_email_key').on(sql`lower(${table.email})`),
    uniqueIndex('customers_vat_number_key')
      .on(table.vatNumber)
      .where(sql`${table.vatNumber} is not null`),
    index('customers_account_manager_id_index').on(table.accountManagerId),
    check('customers_email_check', sql`${table.email} like '%_@_%'`),
    check('customers_payment_terms_days_check', sql`${table.paymentTermsDays} between 0 and 120`),
  ],
);

export const addresses = pgTable(
  'addresses',
  {
    id: identity(),
    customerId: reference('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    kind: addressKind('kind').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    street: text('street').notNull(),
    postalCode: text('postal_code').notNull(),
    city: text('city').notNull(),
    countryCode: text('country_code').notNull(),
    ...timestamps(),
  },
  (table) => [
    index('addresses_customer_id_index').on(table.customerId),
    uniqueIndex('addresses_default_key')
      .on(table.customerId, table.kind)
      .where(sql`${table.isDefault}`),
    check('addresses_country_code_check', sql`${table.countryCode} ~ '^[A-Z]{2}$'`),
  ],
);
