import { isLong, journalHistory, sampleOf, withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import type { DoctorOptions } from '../src/index';
import { askedOf, built } from './checked';
import { CONFIG, fingerprint, MIGRATIONS, shop } from './fixtures';
import { schemaWith, steps, type Step } from './hooks/fixtures';

/** What doctor says of the only database of a workspace, asked as a program asks. */
async function doctor({ dir }: Workspace, options: Omit<DoctorOptions, 'cwd'> = {}) {
  const result = await built.doctor({ cwd: dir, ...options });
  return { exitCode: built.exitCodeOf(result), ...JSON.parse(JSON.stringify(result.databases[0])) };
}

/** The package of `shop` with a gap in the chain, a copied id, an orphan of each kind and a late timestamp. */
function broken(): Record<string, string> {
  const files = journalHistory([
    '0000_users',
    { tag: '0001_posts', parent: 'deleted' },
    { tag: '0002_tags', id: '0001_posts', parent: '0001_posts' },
    { tag: '0003_old', when: Date.UTC(2025, 0, 1) },
  ]);
  return shop({
    'src/schema.ts': 'export {};',
    ...Object.fromEntries(Object.keys(MIGRATIONS).map((file) => [file, ''])),
    ...files,
    'drizzle/0008_copy.sql': files['drizzle/0001_posts.sql']!,
    'drizzle/0009_own.sql': 'SELECT 1;',
  });
}

/** What MIGRATIONS left under other names would be orphans of its own. */
function withBroken(use: (workspace: Workspace) => Promise<void> | void): Promise<void> {
  return withWorkspace(broken(), (workspace) => {
    for (const file of Object.keys(MIGRATIONS)) if (workspace.read(file) === '') workspace.remove(file);
    return use(workspace);
  });
}

describe('doctor', () => {
  test('says what is wrong in order of cause, what would be mended and what is left', () =>
    withBroken((workspace) => {
      const before = fingerprint(workspace.dir);
      const run = workspace.bin(['doctor']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop  5 causes of trouble
          1. error[duplicate-snapshot] drizzle/meta/0001_snapshot.json and drizzle/meta/0002_snapshot.json have the same id 56664126-d609-8cb4-1afe-7368f5548cac
             what continues it has two parents to choose from; drizzle-kit up loses one of the two states
             and from that: error[forked-history] 0002_tags and 0003_old both continue 0001_posts
          2. error[orphan-sql] drizzle/0008_copy.sql is not in the journal, so no migrate will ever run it
             no migrate will ever run it, and people believe that it was run
          3. error[orphan-sql] drizzle/0009_own.sql is not in the journal, so no migrate will ever run it
             no migrate will ever run it, and people believe that it was run
          4. error[dangling-parent] drizzle/meta/0001_snapshot.json continues snapshot "1185f37d-33b0-f89e-331f-101a51bb8e51", but no snapshot has that id
             drizzle-kit up (0.x to 1.0) stops; no database notices
          5. error[timestamp-regression] 0003_old (2025-01-01 00:00:00Z) follows 0002_tags (2026-01-01 00:03:00Z) but is not newer: drizzle-orm skips it where 0002_tags is applied
             a database that has run the earlier one skips it, in silence

          --repair would
          - drizzle/meta/0002_snapshot.json gets an id of its own, 8b6ab3f8-2eaa-8810-a252-cf79ad62dbab
          - drizzle/meta/0001_snapshot.json continues 0000_users
          - drizzle/meta/0003_snapshot.json continues 0002_tags
          - drizzle/0008_copy.sql is deleted: 0001_posts, which the journal lists, holds the same bytes
          4 files changed; SQL that the journal lists, tags and timestamps stay

          left to you
          - orphan-sql: drizzle/0009_own.sql is not in the journal, so no migrate will ever run it
              never wanted, or done by another migration: \`git rm drizzle/0009_own.sql\`
              wanted, and never run: \`npx drizzle-guard generate --custom --name own --database shop\`, copy the SQL there, then \`git rm drizzle/0009_own.sql\`. It is not put into the journal: there it would run on new databases and on no other
              or live with it: add {"database":"shop","code":"orphan-sql","migration":"0009_own","reason":"…"} to "waivers" in drizzle-guard.json
          - timestamp-regression: 0003_old (2025-01-01 00:00:00Z) follows 0002_tags (2026-01-01 00:03:00Z) but is not newer: drizzle-orm skips it where 0002_tags is applied
              its timestamp stays: databases know it by that. \`npx drizzle-guard status --database shop\` says where 0003_old is late, \`npx drizzle-guard migrate --late apply --database shop\` applies it there
              an upgrade to 1.0 (drizzle-kit up) names a folder by each timestamp, and refuses one that does not sort after its parent
              or live with it: add {"database":"shop","code":"timestamp-regression","migration":"0003_old","reason":"…"} to "waivers" in drizzle-guard.json
        "
      `);
      expect(fingerprint(workspace.dir)).toEqual(before);
    }));

  test('of a sound history says so', () =>
    withWorkspace(shop(), ({ bin }) =>
      expect(bin(['doctor'])).toMatchObject({ exitCode: 0, stdout: 'shop  nothing wrong\n' }),
    ));

  test('--repair shows the plan, then carries it out; what is left decides the exit code', () =>
    withBroken(async (workspace) => {
      const run = workspace.bin(['doctor', '--repair']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('  --repair does\n  - drizzle/meta/0002_snapshot.json gets');
      expect(run.stdout).toContain('shop  mended: 4 files written; left: 2 errors, 0 warnings\n');
      expect(workspace.exists('drizzle/0008_copy.sql')).toBe(false);
      expect(workspace.exists('drizzle/0009_own.sql')).toBe(true);
      const { database } = await askedOf(workspace);
      expect(database.findings.map(({ code }: { code: string }) => code)).toEqual([
        'orphan-sql',
        'timestamp-regression',
      ]);
      expect(await doctor(workspace, { repair: true })).toMatchObject({
        edits: [],
        repaired: false,
        exitCode: 1,
      });
    }));

  test('--repair --json: the document says what was done and what is left', () =>
    withBroken(({ bin }) => {
      const run = bin(['doctor', '--repair', '--json']);
      expect(run.exitCode).toBe(1);
      expect(run.json().databases[0]).toMatchObject({
        repaired: true,
        edits: [
          'drizzle/0008_copy.sql',
          'drizzle/meta/0001_snapshot.json',
          'drizzle/meta/0002_snapshot.json',
          'drizzle/meta/0003_snapshot.json',
        ],
        decisions: [{ code: 'orphan-sql' }, { code: 'timestamp-regression' }],
        findings: [{ code: 'orphan-sql' }, { code: 'timestamp-regression' }],
      });
    }));

  test.runIf(isLong)('--repair --dry-run shows the same and writes nothing', () =>
    withBroken(async (workspace) => {
      const before = fingerprint(workspace.dir);
      const run = workspace.bin(['doctor', '--repair', '--dry-run']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('  --repair would\n  - drizzle/meta/0002_snapshot.json gets');
      expect(run.stdout).toContain('dry run: nothing was written');
      expect(fingerprint(workspace.dir)).toEqual(before);
      const planned = await doctor(workspace, { repair: true, dryRun: true });
      expect(planned.repaired).toBe(false);
      expect((await doctor(workspace, { repair: true })).edits).toEqual(planned.edits);
    }),
  );

  test('a decision that was made is no decision any more', () =>
    withBroken(async (workspace) => {
      const waiver = (code: string) => ({ database: 'shop', code, reason: 'known' });
      const waivers = [waiver('orphan-sql'), waiver('timestamp-regression')];
      workspace.write({ 'drizzle-guard.json': JSON.stringify({ waivers }) });
      expect(await doctor(workspace, { repair: true })).toMatchObject({
        exitCode: 0,
        decisions: [],
        findings: [],
        waived: 2,
      });
    }));

  test.each([
    [['--repair', '--baseline'], 'not both at once'],
    [['--dry-run'], '--dry-run is about --repair'],
    [['--migrations', 'drizzle', '--database', 'shop'], 'give one of them'],
  ])('%j is bad usage', (args, words) =>
    withWorkspace(shop(), ({ bin }) => {
      const run = bin(['doctor', ...args]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain(words);
    }),
  );

  test.runIf(isLong)('a schema that cannot be evaluated is no reason not to mend the history', () =>
    withBroken(async (workspace) => {
      workspace.write({ 'src/schema.ts': 'throw new Error("no");' });
      expect(await doctor(workspace, { repair: true })).toMatchObject({
        exitCode: 2,
        repaired: true,
        error: { code: 'cannot-evaluate' },
      });
    }),
  );

  test('what check cannot look at, doctor does not call right', async () => {
    const sources: Record<string, Record<string, string>> = {
      'a schema that throws': { 'src/schema.ts': 'throw new Error("no");' },
      'an import that is not installed': { 'src/schema.ts': "import 'not-installed'; export {};" },
      'no schema file': { 'drizzle.config.ts': CONFIG.replace('./src/schema.ts', './src/none.ts') },
      'a config that throws': { 'drizzle.config.ts': 'throw new Error("no");' },
      'a dialect that is none': { 'drizzle.config.ts': CONFIG.replace('postgresql', 'oracle') },
      'a dialect without an API': { 'drizzle.config.ts': CONFIG.replace('postgresql', 'gel') },
      'a folder that is not there': { 'drizzle.config.ts': CONFIG.replace('./drizzle', './nowhere') },
    };
    for (const [name, files] of sampleOf(Object.entries(sources), 2))
      await withWorkspace(shop(files), async (workspace) => {
        const { exitCode, database } = await askedOf(workspace);
        const told = await doctor(workspace);
        expect([name, told.exitCode, told.error]).toEqual([name, exitCode, database.error]);
        expect(told.findings).toEqual(database.findings);
        if (exitCode === 2) expect(workspace.bin(['doctor']).stdout).not.toMatch(/nothing wrong$/m);
      });
  });

  test.runIf(isLong)('says what it did not compare', () =>
    withWorkspace(shop({ 'src/schema.ts': 'throw new Error("no");' }), ({ bin }) => {
      const run = bin(['doctor']);
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toMatch(/^shop {2}nothing wrong with the migrations; schema: not compared\n/);
      expect(run.stdout).toContain('error[cannot-evaluate]');
    }),
  );

  test.runIf(isLong)('a repair is told with what could not be looked at', () =>
    withBroken((workspace) => {
      workspace.write({ 'src/schema.ts': 'throw new Error("no");' });
      const run = workspace.bin(['doctor', '--repair']);
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toContain('mended: 4 files written');
      expect(run.stdout).toContain('error[cannot-evaluate]');
    }),
  );

  test('a repair that would do harm is none: the diagnosis says why, --repair refuses', () =>
    withWorkspace(journalHistory(['0000_a', '0003_b', { tag: '0002_c', parent: '0000_a' }]), (workspace) => {
      const before = fingerprint(workspace.dir);
      const told = workspace.bin(['doctor', '--migrations', 'drizzle']);
      expect(told.exitCode).toBe(1);
      expect(told.stdout).toContain(
        'no repair is proposed: mended as planned, it would have dangling-parent',
      );
      expect(told.stdout).toContain('left to you\n  - forked-history');
      const asked = workspace.bin(['doctor', '--migrations', 'drizzle', '--repair', '--json']);
      expect(asked.exitCode).toBe(2);
      expect(asked.json().databases[0].error.code).toBe('repair-refused');
      expect(fingerprint(workspace.dir)).toEqual(before);
    }));

  test('says when a script has taken the name of a target of Nx', () =>
    withWorkspace(
      shop({
        'nx.json': '{ "plugins": ["nx-drizzle"] }',
        'package.json': '{ "name": "shop", "scripts": { "migrate": "x", "dev": "y" } }',
      }),
      ({ bin, write }) => {
        expect(bin(['doctor']).stdout).toContain('the target is `drizzle-migrate`');
        const named = { plugin: 'nx-drizzle', options: { targetPrefix: 'db-' } };
        write({ 'nx.json': JSON.stringify({ plugins: [named] }) });
        expect(bin(['doctor']).stdout).toBe('shop  nothing wrong\n');
      },
    ));
});

test('of two migrations that continue one, the second gets what it lacks', () => {
  const both = steps({ tag: '0003_tag', column: 'tag' }, { tag: '0004_title', column: 'users.title' });
  const files = Object.fromEntries(
    Object.entries(both).map(([file, text]) => [file.slice('db/'.length), text]),
  );
  const second = JSON.parse(files['drizzle/meta/0004_snapshot.json']!);
  const forked = structuredClone(second);
  forked.prevId = JSON.parse(MIGRATIONS['drizzle/meta/0002_snapshot.json']!).id;
  delete forked.tables['public.entries'].columns.tag;
  return withWorkspace(
    shop({ ...files, 'drizzle/meta/0004_snapshot.json': JSON.stringify(forked) }),
    async (workspace) => {
      const { database } = await askedOf(workspace);
      expect(database.findings).toMatchObject([{ code: 'forked-history' }, { code: 'stale-schema' }]);
      const done = await doctor(workspace, { repair: true });
      expect(done).toMatchObject({ exitCode: 0, repaired: true, decisions: [], notChecked: ['base'] });
      expect(JSON.parse(workspace.read('drizzle/meta/0004_snapshot.json'))).toEqual(second);
      expect(await askedOf(workspace)).toMatchObject({ exitCode: 0 });
    },
  );
});

describe('a snapshot that is missing', () => {
  const given: Step[] = [
    { tag: '0003_tag', column: 'tag' },
    { tag: '0004_title', column: 'users.title' },
    { tag: '0005_kind', column: 'kind' },
  ];
  const missing = 'drizzle/meta/0004_snapshot.json';
  const files = (more: Step[] = given) => ({
    ...shop(),
    ...Object.fromEntries(
      Object.entries(steps(...more)).map(([file, text]) => [file.slice('db/'.length), text]),
    ),
    'src/schema.ts': schemaWith('tag', 'users.title', 'kind'),
  });

  test('is rebuilt as it was, proved by a replay', () =>
    withWorkspace(files(), async (workspace) => {
      const before = JSON.parse(workspace.read(missing));
      workspace.remove(missing);
      expect((await askedOf(workspace)).exitCode).toBe(1);
      const one = await doctor(workspace, { repair: true });
      expect(one).toMatchObject({ exitCode: 0, repaired: true, edits: [missing], notChecked: ['base'] });
      expect(JSON.parse(workspace.read(missing))).toEqual(before);
      expect(await askedOf(workspace)).toMatchObject({ exitCode: 0 });
    }));

  test('is left to people where there is no shadow to prove it on', () => {
    const history = journalHistory(['0000_users', { tag: '0001_posts', snapshot: null }, '0002_tags']);
    const mysql = Object.entries(history).map(([file, text]) => [
      file,
      text.replace('"version": "7",\n  "dialect": "postgresql"', '"version": "5",\n  "dialect": "mysql"'),
    ]);
    return withWorkspace(Object.fromEntries(mysql), async (workspace) => {
      const one = await doctor(workspace, { repair: true, migrations: 'drizzle' });
      expect(one).toMatchObject({ exitCode: 1, repaired: false, edits: [] });
      expect(one.decisions[0]).toMatchObject({
        code: 'missing-snapshot',
        what: 'the state after 0001_posts is not rebuilt: it cannot be proved: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none, and it is not what drizzle-kit writes',
      });
    });
  });

  test.runIf(isLong)('is left to people where the replay of its SQL gives something else', () =>
    withWorkspace(
      files(
        given.map((step) =>
          step.tag === '0004_title'
            ? { ...step, sql: 'ALTER TABLE "users" ADD COLUMN "title" integer;' }
            : step,
        ),
      ),
      async (workspace) => {
        workspace.remove(missing);
        const one = await doctor(workspace, { repair: true });
        expect(one).toMatchObject({ exitCode: 1, repaired: false, edits: [] });
        expect(one.decisions[0]).toMatchObject({
          code: 'missing-snapshot',
          what: expect.stringContaining('column public.users.title'),
        });
        expect(workspace.exists(missing)).toBe(false);
      },
    ),
  );
});
