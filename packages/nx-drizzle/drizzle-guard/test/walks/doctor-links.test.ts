import { isLong, sampleOf, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { built } from '../checked';

type Dialect = 'postgresql' | 'sqlite' | 'mysql';

const CORE: Record<Dialect, string> = { postgresql: 'pg', sqlite: 'sqlite', mysql: 'mysql' };

/** A package whose schema is written in words that each dialect has. */
function packageOf(dialect: Dialect): Record<string, string> {
  return {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': `export default { dialect: '${dialect}', schema: './src/schema.ts', out: './drizzle' };`,
  };
}

function schemaOf(dialect: Dialect, body: string): string {
  const core = CORE[dialect];
  const column = { postgresql: 'integer', sqlite: 'integer', mysql: 'int' }[dialect];
  return `import * as core from 'drizzle-orm/${core}-core';
const { ${core}Table: table, ${column}: integer, text, index } = core;
${body}`;
}

/** Lets drizzle-kit make a migration of each schema, one after another. */
async function grow({ dir, write }: Workspace, dialect: Dialect, bodies: Record<string, string>) {
  for (const [name, body] of Object.entries(bodies)) {
    write({ 'src/schema.ts': schemaOf(dialect, body) });
    const { databases } = await built.generate({ cwd: dir, name });
    expect(databases[0]).toMatchObject({ generated: [{}], findings: [] });
  }
}

interface Journal {
  entries: { tag: string }[];
}

/** Takes migrations out as a cherry-pick of the others leaves them out. */
function leaveOut({ read, write, remove }: Workspace, ...names: string[]): void {
  const file = 'drizzle/meta/_journal.json';
  const journal = JSON.parse(read(file)) as Journal;
  const isGone = ({ tag }: { tag: string }) => names.some((name) => tag.endsWith(`_${name}`));
  for (const { tag } of journal.entries.filter(isGone)) {
    remove(`drizzle/${tag}.sql`);
    remove(`drizzle/meta/${tag.slice(0, 4)}_snapshot.json`);
  }
  const entries = journal.entries.filter((entry) => !isGone(entry));
  write({ [file]: JSON.stringify({ ...journal, entries }, null, 2) });
}

async function doctor({ dir }: Workspace, repair = true) {
  const result = await built.doctor({ cwd: dir, repair });
  const { findings, decisions, ...rest } = result.databases[0]!;
  // A number that is left out stays left out.
  const besideGaps = <T extends { code: string }>(all: readonly T[]) =>
    all.filter(({ code }) => code !== 'index-gap');
  const exitCode = built.exitCodeOf(result);
  return { ...rest, findings: besideGaps(findings), decisions: besideGaps(decisions), exitCode };
}

/** The SQL of what generate writes then; "" where it has nothing to write. */
async function generated({ dir, read }: Workspace): Promise<string> {
  const { databases } = await built.generate({ cwd: dir, name: 'next' });
  expect(databases[0]!.error).toBeUndefined();
  expect(databases[0]!.findings).toEqual([]);
  return databases[0]!.generated.map(({ files }) => read(files[0]!)).join('');
}

async function exitCodeOfCheck({ dir }: Workspace): Promise<number> {
  return built.exitCodeOf(await built.check({ cwd: dir }));
}

const T = "export const t = table('t', { id: integer('id').primaryKey() });";
const withColumns = (...names: string[]) =>
  T.replace(
    '.primaryKey()',
    `.primaryKey(), ${names.map((name) => `${name}: integer('${name}')`).join(', ')}`,
  );

/** What is left out before the last migration, and the schema that belongs to what stays. */
const CASES: [
  name: string,
  grown: Record<string, string>,
  missing: string[],
  stays: string,
  only?: Dialect,
][] = [
  ['a column', { init: T, a: withColumns('a'), b: withColumns('a', 'b') }, ['a'], withColumns('b')],
  [
    'several, one after another',
    { init: T, a: withColumns('a'), c: withColumns('a', 'c'), b: withColumns('a', 'c', 'b') },
    ['a', 'c'],
    withColumns('b'),
  ],
  [
    'several with one between that stays',
    {
      init: T,
      a: withColumns('a'),
      b: withColumns('a', 'b'),
      c: withColumns('a', 'b', 'c'),
      d: withColumns('a', 'b', 'c', 'd'),
    },
    ['a', 'c'],
    withColumns('b', 'd'),
  ],
  [
    'a table',
    {
      init: T,
      u: `${T}\nexport const u = table('u', { id: integer('id').primaryKey() });`,
      b: `${withColumns('b')}\nexport const u = table('u', { id: integer('id').primaryKey() });`,
    },
    ['u'],
    withColumns('b'),
  ],
  [
    'an index',
    {
      init: withColumns('a'),
      i: withColumns('a').replace(');', ", (of) => [index('t_a').on(of.a)]);"),
      b: withColumns('a', 'b').replace(');', ", (of) => [index('t_a').on(of.a)]);"),
    },
    ['i'],
    withColumns('a', 'b'),
  ],
  [
    'one that had taken a column away',
    { init: withColumns('a'), drop: T, b: withColumns('b') },
    ['drop'],
    withColumns('a', 'b'),
  ],
  [
    'one that had taken a table away',
    { init: `${T}\nexport const u = table('u', { id: integer('id') });`, drop: T, b: withColumns('b') },
    ['drop'],
    `${withColumns('b')}\nexport const u = table('u', { id: integer('id') });`,
  ],
  [
    'an enum',
    {
      init: T,
      mood: `${T}\nexport const mood = core.pgEnum('mood', ['sad']);`,
      b: `${withColumns('b')}\nexport const mood = core.pgEnum('mood', ['sad']);`,
    },
    ['mood'],
    withColumns('b'),
    'postgresql',
  ],
];

const DIALECTS = Object.keys(CORE) as Dialect[];
/** Each takes drizzle-kit four times or more: what the dialects have in common is tried in one of them, in turn. */
const ALL = sampleOf(CASES, 3).flatMap(([name, grown, missing, stays, only], at) =>
  (only ? [only] : isLong ? DIALECTS : [DIALECTS[at % DIALECTS.length]!]).map(
    (dialect) => [name, dialect, { grown, missing, stays }] as const,
  ),
);

test.each(ALL)('%s (%s) that no SQL here makes is taken back, and never dropped', (_, dialect, given) =>
  withWorkspace(packageOf(dialect), async (workspace) => {
    await grow(workspace, dialect, given.grown);
    leaveOut(workspace, ...given.missing);
    workspace.write({ 'src/schema.ts': schemaOf(dialect, given.stays) });
    const told = await doctor(workspace, false);
    expect(told.exitCode).toBe(1);
    expect(told.repairs.map(({ what }) => what).join()).toContain('because no SQL here does that');
    const done = await doctor(workspace);
    expect(done).toMatchObject({ repaired: true, decisions: [], findings: [], exitCode: 0 });
    expect(await exitCodeOfCheck(workspace)).toBe(0);
    expect(await generated(workspace)).toBe('');
  }),
);

test.runIf(isLong)('what the schema has and no SQL makes is made by the next generate', () =>
  withWorkspace(packageOf('postgresql'), async (workspace) => {
    await grow(workspace, 'postgresql', { init: T, a: withColumns('a'), b: withColumns('a', 'b') });
    leaveOut(workspace, 'a');
    expect(await doctor(workspace)).toMatchObject({ repaired: true, findings: [{ code: 'stale-schema' }] });
    expect(await generated(workspace)).toBe('ALTER TABLE "t" ADD COLUMN "a" integer;');
    expect(await exitCodeOfCheck(workspace)).toBe(0);
  }),
);

const REFUSED: [string, Record<string, string>, string[]][] = [
  [
    'SQL that needs what is missing',
    {
      init: T,
      u: `${T}\nexport const u = table('u', { id: integer('id').primaryKey() });`,
      b: `${T}\nexport const u = table('u', { id: integer('id').primaryKey(), b: integer('b') });`,
    },
    ['u'],
  ],
  [
    'SQL after it that needs what is missing',
    {
      init: T,
      a: withColumns('a'),
      b: withColumns('a', 'b'),
      c: withColumns('a', 'b').replace("integer('a')", "integer('a').notNull()"),
    },
    ['a'],
  ],
];

test.each(sampleOf(REFUSED, 2))('%s: refused, and nothing is written', (_, grown, missing) =>
  withWorkspace(packageOf('postgresql'), async (workspace) => {
    await grow(workspace, 'postgresql', grown);
    leaveOut(workspace, ...missing);
    const done = await doctor(workspace);
    expect(done).toMatchObject({ repaired: false, edits: [], exitCode: 1 });
    const decision = done.decisions.find(({ code }) => code === 'dangling-parent')!;
    expect(decision.what).toContain('it has what no SQL here makes');
    expect(decision.options[0]).toContain('git log --all --oneline -S ');
  }),
);
