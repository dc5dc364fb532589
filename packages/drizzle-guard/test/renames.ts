/** Schemas of which much is renamed at once, by dialect: before, and after it. */
export interface Renames {
  before: string;
  after: string;
  /** What says which is which, as the flags of generate. */
  answers: string[];
}

const PG_IMPORTS = `import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgRole, pgSchema, pgSequence, pgTable, pgView, pgEnum, text, varchar } from 'drizzle-orm/pg-core';
`;

/** Of every kind that both drizzle-kits ask about; \`odd name\` and a dot in a name have to be quoted. */
export const POSTGRES: Renames = {
  before: `${PG_IMPORTS}
export const crm = pgSchema('crm');
export const mood = pgEnum('mood', ['good', 'bad']);
export const size = pgEnum('size', ['s', 'l']);
export const counter = pgSequence('counter');
export const clerk = pgRole('clerk');
export const people = pgTable('people', {
  id: integer('id').primaryKey(),
  email: text('email'),
  age: integer('age'),
  mood: mood('mood'),
  size: size('size'),
}, () => [pgPolicy('readers', { for: 'select', using: sql\`true\` })]);
export const calls = crm.table('calls', { id: integer('id').primaryKey(), note: varchar('note', { length: 20 }) });
export const odd = pgTable('odd name', { 'v': text('v.1') });
export const old = pgTable('old', { id: integer('id').primaryKey() });
export const adults = pgView('adults').as((query) => query.select({ id: people.id }).from(people));
`,
  after: `${PG_IMPORTS}
export const sales = pgSchema('sales');
export const feeling = pgEnum('feeling', ['good', 'bad']);
export const size = pgEnum('size', ['s', 'l']);
export const ticker = pgSequence('ticker');
export const agent = pgRole('agent');
export const persons = pgTable('persons', {
  id: integer('id').primaryKey(),
  mail: text('mail'),
  years: varchar('years', { length: 9 }),
  mood: feeling('mood'),
  size: size('size'),
}, () => [pgPolicy('watchers', { for: 'select', using: sql\`true\` })]);
export const calls = sales.table('calls', { id: integer('id').primaryKey(), memo: varchar('memo', { length: 20 }) });
export const odd = pgTable('odd name', { 'v': text('v.2') });
export const fresh = pgTable('fresh', { key: text('key'), value: text('value') });
export const grownUps = pgView('grown_ups').as((query) => query.select({ id: persons.id }).from(persons));
`,
  answers: [],
};
