import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cleanEnvironment, repositoryRoot } from 'testkit';

/** A schema before and after much of it was renamed at once. */
export interface Renames {
  before: string;
  after: string;
}

/** Of every kind that both drizzle-kits ask about; a space and a dot in names have to be quoted. */
const POSTGRES = ofPostgres(
  {
    crm: 'crm',
    mood: 'mood',
    counter: 'counter',
    clerk: 'clerk',
    people: 'people',
    email: 'email',
    readers: 'readers',
    note: 'note',
    v: 'v.1',
    adults: 'adults',
  },
  "age: integer('age'),",
  "pgTable('old', { id: integer('id').primaryKey() })",
);
const RENAMED = ofPostgres(
  {
    crm: 'sales',
    mood: 'feeling',
    counter: 'ticker',
    clerk: 'agent',
    people: 'persons',
    email: 'mail',
    readers: 'watchers',
    note: 'memo',
    v: 'v.2',
    adults: 'grown_ups',
  },
  "years: varchar('years', { length: 9 }),",
  "pgTable('fresh', { key: text('key'), value: text('value') })",
);

export const POSTGRES_RENAMES: Renames = { before: POSTGRES, after: RENAMED };

/** What says of it what it was: all was renamed, but for a table and a column that are new. */
export const POSTGRES_ANSWERS = [
  ...['crm=sales', 'mood=feeling', 'counter=ticker', 'clerk=agent', 'people=persons'],
  ...['people.email=persons.mail', 'people.readers=persons.watchers', 'crm.calls.note=sales.calls.memo'],
  ...['odd name."v.1"=odd name."v.2"', 'adults=grown_ups'],
].flatMap((pair) => ['--rename', pair]);
export const POSTGRES_NEW = ['--create', 'fresh', '--create', 'persons.years'];

function ofPostgres(names: Record<string, string>, more: string, table: string): string {
  const { crm, mood, counter, clerk, people, email, readers, note, v, adults } = names;
  return `import { sql } from 'drizzle-orm';
import { index, integer, pgEnum, pgPolicy, pgRole, pgSchema, pgSequence, pgTable, pgView, text, varchar } from 'drizzle-orm/pg-core';
export const shop = pgSchema('${crm}');
export const mood = pgEnum('${mood}', ['good', 'bad']);
export const counter = pgSequence('${counter}');
export const clerk = pgRole('${clerk}');
export const people = pgTable('${people}', {
  id: integer('id').primaryKey(),
  email: text('${email}'),
  ${more}
  mood: mood('mood'),
}, () => [pgPolicy('${readers}', { for: 'select', using: sql\`true\` })]);
export const calls = shop.table('calls', { id: integer('id').primaryKey(), note: text('${note}') }, (t) => [index('calls_${note}').on(t.id)]);
export const odd = pgTable('odd name', { v: text('${v}') });
export const other = ${table};
export const same = pgTable('same', { id: integer('id').primaryKey() });
export const adults = pgView('${adults}').as((query) => query.select({ id: same.id }).from(same));
`;
}

const IMPORTS = {
  mysql: "import { int, mysqlTable as table, mysqlView as view, varchar } from 'drizzle-orm/mysql-core';",
  singlestore: "import { int, singlestoreTable as table, varchar } from 'drizzle-orm/singlestore-core';",
  sqlite:
    "import { integer as int, sqliteTable as table, sqliteView as view, text as varchar } from 'drizzle-orm/sqlite-core';",
};

/** A table, a column in it and, where there are any, a view. */
export function renamesOf(dialect: keyof typeof IMPORTS): Renames {
  const schema = (people: string, email: string, adults: string, more: string) => `${IMPORTS[dialect]}
export const people = table('${people}', { id: int('id').primaryKey(), email: varchar('${email}', { length: 80 })${more} });
${dialect === 'singlestore' ? '' : `export const adults = view('${adults}').as((query) => query.select({ id: people.id }).from(people));`}
`;
  return {
    before: schema('people', 'email', 'adults', ''),
    after: schema('persons', 'mail', 'grown_ups', ", city: varchar('city', { length: 9 })"),
  };
}

/**
 * Runs drizzle-kit's own generate at a terminal and answers it there.
 * @param chosen by what is asked about, the beginning of the line that is chosen; else the first one
 */
export function generateByHand(dir: string, name: string, chosen: Record<string, string>): Promise<string> {
  const kit = path.join(repositoryRoot, 'node_modules/drizzle-kit/bin.cjs');
  const command = `'${process.execPath}' '${kit}' generate --name=${name}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: dir,
    env: { ...cleanEnvironment(), TERM: 'xterm', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let [screen, answered] = ['', ''];
  let wait: NodeJS.Timeout | undefined;
  const answer = () => {
    // A question is drawn again for each key.
    const [, about, list = ''] =
      /^[^]*Is ([^]*?) (?:column in |\w+ created )[^]*?\?\r?\n([^]*)$/.exec(screen) ?? [];
    if (about === undefined || about === answered) return;
    const lines = list.split('\n').map((line) => line.replace(/^❯? +/, ''));
    const at = lines.findIndex((line) => line.startsWith(chosen[about] ?? '+'));
    answered = about;
    child.stdin.write(`${'\u001b[B'.repeat(Math.max(at, 0))}\r`);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += stripVTControlCharacters(text);
    clearTimeout(wait);
    wait = setTimeout(answer, 100);
  });
  return new Promise((resolve) => child.on('close', () => resolve(screen)));
}
