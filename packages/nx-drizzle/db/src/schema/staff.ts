import { sql } from 'drizzle-orm';
import { type AnyPgColumn, date, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { identity, reference, timestamps } from '../columns.js';

export const teams = pgTable('teams', {
  id: identity(),
  name: text('name').notNull().unique(),
});

export const employees = pgTable(
  'employees',
  {
    id: identity(),
    teamId: reference('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'restrict' }),
    managerId: reference('manager_id').references((): AnyPgColumn => employees.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    email: text('email').notNull(),
    hiredOn: date('hired_on').notNull(),
    leftOn: date('left_on'),
    ...timestamps(),
  },
  (table) => [
    index('employees_team_id_index').on(table.teamId),
    // The address of somebody who left may be given to somebody new.
    uniqueIndex('employees_email_key')
      .on(sql`lower(${table.email})`)
      .where(sql`${table.leftOn} is null`),
  ],
);
