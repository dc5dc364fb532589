import { repositoryRoot } from 'testkit';
import { describe, expect, test } from 'vitest';
import { openAnswers } from '../../src/answers/answers';
import { evaluate } from '../../src/judging/evaluate';
import { errorIn, findingsIn } from '../../src/judging/judgement';
import { adviseOnMerge } from '../../src/judging/merge-advice';
import type { Session } from '../../src/judging/session';
import type { Side } from '../../src/results/hook-result';
import { MIGRATIONS, SCHEMA, WIDER_SCHEMA } from '../fixtures';
import { steps, type Step } from '../hooks/fixtures';
import { databaseCalled } from '../judgements';
import { INDEX, memorySession } from '../session';

const shop = databaseCalled('shop');

/** A process of the built bundle, and the packages of this repository; the files are in memory. */
async function evaluated(files: Record<string, string>, environment: NodeJS.ProcessEnv = {}) {
  const answers = openAnswers(null);
  const inMemory = memorySession({ index: files }, { answers, root: repositoryRoot });
  const session: Session = {
    ...inMemory,
    environment,
    present: async (at) => ({ ...(await inMemory.present(at)), environment }),
  };
  return { judgement: await evaluate(session, INDEX, shop), answers, session };
}

describe('a schema', () => {
  test('that has its migrations is in sync, and the answer rests on all that was read', async () => {
    const { judgement, answers, session } = await evaluated({ ...MIGRATIONS, 'src/schema.ts': SCHEMA });
    expect(judgement.parts).toEqual([
      { about: 'structure', findings: [] },
      { about: 'schema', findings: [] },
    ]);
    expect(judgement.restsOn).toBeNull();
    const [inputs] = answers.inputs();
    expect(Object.keys(inputs!.files)).toContain('src/schema.ts');
    expect(Object.keys(inputs!.folders)).toContain('drizzle');
    expect(answers.judged('shop', await session.present(INDEX))).not.toBeNull();
  });

  test('that has more is stale', async () => {
    const { judgement } = await evaluated({ ...MIGRATIONS, 'src/schema.ts': WIDER_SCHEMA });
    expect(findingsIn(judgement, 'schema')).toMatchObject([
      { code: 'stale-schema', database: 'shop', details: ['table entries: column author is new'] },
    ]);
  });

  test('that throws cannot be told: the structure stands, nothing is kept, and what was read is known', async () => {
    const { judgement, answers } = await evaluated({
      ...MIGRATIONS,
      'drizzle/0009_lost.sql': '',
      'src/schema.ts': "throw new Error('not today');\n",
    });
    expect(findingsIn(judgement).map(({ code }) => code)).toEqual(['orphan-sql']);
    expect(errorIn(judgement)).toMatchObject({ code: 'cannot-evaluate' });
    expect(judgement.folder).toMatchObject({ out: 'drizzle', migrationCount: 3 });
    expect(Object.keys(judgement.restsOn!.files)).toContain('src/schema.ts');
    expect(answers.inputs()).toEqual([]);
  });

  test('that reads a variable rests on it', async () => {
    const schema = `${SCHEMA}export const wide = process.env.WIDE;\n`;
    const { answers, session } = await evaluated({ ...MIGRATIONS, 'src/schema.ts': schema }, { WIDE: '1' });
    const { listing } = await session.present(INDEX);
    expect(answers.judged('shop', { listing, environment: { WIDE: '1' } })).not.toBeNull();
    expect(answers.judged('shop', { listing, environment: { WIDE: '2' } })).toBeNull();
  });
});

describe('a merge that is stopped', () => {
  const HEAD = '1'.repeat(40);
  const OTHER = '2'.repeat(40);
  const side = (name: string, commit: string, tags: string[]): Side => ({
    name,
    commit,
    isHead: commit === HEAD,
    migrations: tags.map((tag) => ({ tag, landed: false })),
  });

  /** The commands that are told for migrations of mine, of which empty SQL is no file: drizzle-kit tells who wrote each. */
  async function advice(...given: Step[]): Promise<string[]> {
    const files = { ...inDb(MIGRATIONS), ...steps(...given) };
    for (const { tag, sql } of given) if (sql === '') delete files[`db/drizzle/${tag}.sql`];
    const states = { worktree: files, [HEAD]: files, [OTHER]: inDb(MIGRATIONS) };
    const session = memorySession(states, { root: repositoryRoot });
    const sides = {
      mine: side(
        'feat',
        HEAD,
        given.map(({ tag }) => tag),
      ),
      theirs: side('main', OTHER, ['0003_theirs']),
      isLanded: false,
      several: [],
    };
    return (await adviseOnMerge(session, { database: 'shop', out: 'db/drizzle', isApart: true }, sides))
      .steps;
  }

  const inDb = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`db/${file}`, text]));
  const TAKE = 'git restore --source=222222222222 --staged --worktree -- db/drizzle';
  const putBack = (tag: string, name: string) =>
    `git show 111111111111:db/drizzle/${tag}.sql | tee db/drizzle/*_${name}.sql`;
  const generate = (name: string, custom = '') =>
    `drizzle-guard generate --database shop${custom} --name ${name}`;

  const generated = (tag: string, column: string): Step => ({ tag, column });
  const custom = (tag: string): Step => ({ tag, sql: "UPDATE entries SET note = 'x';" });
  const mixed = (tag: string, column: string): Step => ({
    tag,
    column,
    sql: `ALTER TABLE "entries" ADD COLUMN "${column}" text;\n--> statement-breakpoint\nUPDATE entries SET note = 'x';`,
  });

  test('generated ones become one, called as the last', async () => {
    expect(await advice(generated('0003_one', 'one'), generated('0004_two', 'two'))).toEqual([
      TAKE,
      generate('two'),
    ]);
  });

  test('hand-written ones that come last are kept, and made again after them', async () => {
    expect(await advice(generated('0003_one', 'one'), custom('0004_note'))).toEqual([
      TAKE,
      generate('one'),
      generate('note', ' --custom'),
      putBack('0004_note', 'note'),
    ]);
  });

  test('hand-written ones that come first are made again before them', async () => {
    expect(await advice(custom('0003_note'), generated('0004_two', 'two'))).toEqual([
      TAKE,
      generate('note', ' --custom'),
      putBack('0003_note', 'note'),
      generate('two'),
    ]);
  });

  test('hand-written ones alone need nothing to be generated', async () => {
    expect(await advice(custom('0003_note'), custom('0004_more'))).toEqual([
      TAKE,
      generate('note', ' --custom'),
      putBack('0003_note', 'note'),
      generate('more', ' --custom'),
      putBack('0004_more', 'more'),
    ]);
  });

  test('a hand-written one between generated ones follows them, where nothing of them needs it', async () => {
    expect(
      await advice(generated('0003_one', 'one'), custom('0004_note'), generated('0005_two', 'two')),
    ).toEqual([TAKE, generate('two'), generate('note', ' --custom'), putBack('0004_note', 'note')]);
  });

  test('of one that was added to, what drizzle-kit has not written is a migration after it', async () => {
    expect(await advice(mixed('0003_one', 'one'))).toEqual([
      TAKE,
      generate('one'),
      generate('one_2', ' --custom'),
      'git show 111111111111:db/drizzle/0003_one.sql | sed -n 3p | tee db/drizzle/*_one_2.sql',
    ]);
  });

  test('of one whose SQL is gone the schema is generated', async () => {
    expect(await advice({ tag: '0003_one', column: 'one', sql: '' })).toEqual([TAKE, generate('one')]);
  });

  test('one that was written in place of what drizzle-kit writes keeps its SQL, with the state of the schema', async () => {
    const sql = `ALTER TABLE "entries" ADD COLUMN "one" text DEFAULT 'x';`;
    expect(await advice({ tag: '0003_one', column: 'one', sql })).toEqual([
      TAKE,
      generate('one'),
      putBack('0003_one', 'one'),
    ]);
  });
});
