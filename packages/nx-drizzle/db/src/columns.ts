import { bigint, numeric, timestamp } from 'drizzle-orm/pg-core';

/** The surrogate key of every table that has no natural one. */
export const identity = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();

/** The column that refers to such a key. */
export const reference = (name: string) => bigint(name, { mode: 'number' });

/** An amount in the currency of its row. Read as a string, so that no cent is lost. */
export const money = (name: string) => numeric(name, { precision: 12, scale: 2 });

export const timestamps = () => ({
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true })
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
});
