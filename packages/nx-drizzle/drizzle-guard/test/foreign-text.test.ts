import path from 'node:path';
import { emptyPglite, isLong, withWorkspace } from 'testkit';
import { expect, test, vi } from 'vitest';
import { another, journalWith, MIGRATIONS, shop } from './fixtures';
import { withDb } from './hooks/fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const TAG = '0003_\u001b[8mhidden\u001b[31m\u009b2J\u202e';
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** What is printed with colours on, without them. */
const withoutColours = (text: string) => text.replaceAll(/\u001b\[(?:1|2|22|31|32|33|39)m/g, '');

/** The journal names a migration whose tag a terminal would obey. */
const NAMED_BADLY = journalWith((entries) => [
  ...entries,
  { idx: 3, version: '7', when: Date.UTC(2026, 0, 9), tag: TAG, breakpoints: true },
]);

test('a tag that a terminal would obey is shown by every command in every form', () =>
  withWorkspace(shop({ 'drizzle/meta/_journal.json': NAMED_BADLY }), ({ bin }) => {
    for (const args of [
      ['check'],
      ['check', '--format', 'github'],
      ['check', '--json'],
      ['history'],
      ['status'],
      ['migrate'],
      ['generate'],
      ['doctor'],
      ['doctor', '--repair', '--dry-run'],
      ['check', '--database', TAG],
    ]) {
      const { stdout, stderr } = bin(args, { env: { FORCE_COLOR: '1', DRIZZLE_GUARD_DEBUG: '1' } });
      expect(stdout + stderr, args.join(' ')).toContain('\\u202e');
      expect(withoutColours(stdout + stderr), args.join(' ')).not.toMatch(OBEYED);
      // The tag's own red is no colour of ours.
      expect(stdout + stderr).not.toContain('hidden\u001b');
    }
  }));

test('nor do hooks hand on what a terminal would obey', () =>
  withDb((repository) => {
    repository.write({ 'db/drizzle/meta/_journal.json': NAMED_BADLY });
    repository.prepare('add', '.');
    const run = repository.git(['commit', '--message', 'x'], { env: { FORCE_COLOR: '1' } });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('\\u001b[8mhidden\\u001b[31m\\u009b2J\\u202e');
    expect(withoutColours(run.stderr)).not.toMatch(OBEYED);
  }));

const LONG = `INSERT INTO "nowhere" VALUES ('${'x'.repeat(3_000_000)}');`;

test.runIf(isLong)('a statement of megabytes that fails is cut, and its file and line are named', () =>
  withWorkspace(
    shop({ ...another('0003_long', `SELECT 1;\n--> statement-breakpoint\n\n${LONG}`) }),
    ({ bin, dir }) => {
      emptyPglite(path.join(dir, '.pglite'));
      const run = bin(['migrate']);
      expect(run.exitCode).toBe(2);
      expect(run.stdout.length + run.stderr.length).toBeLessThan(5000);
      expect(run.stdout).toContain('0003_long failed at statement 2 of 2 (drizzle/0003_long.sql:4):');
      expect(run.stdout).toMatch(/xxx… \d+ more characters/);
      const json = bin(['migrate', '--json']);
      expect(json.stdout.length + json.stderr.length).toBeLessThan(20_000);
      expect(json.json().databases[0].error.message).toContain('drizzle/0003_long.sql:4');
      expect(bin(['migrate', '--dry-run']).stdout.length).toBeLessThan(5000);
      expect(
        bin(['migrate', '--dry-run', '--json']).json().databases[0].pending[0].statements[1].trim(),
      ).toBe(LONG);
      const replayed = bin(['check', '--replay']);
      expect(replayed.stdout.length + replayed.stderr.length).toBeLessThan(10_000);
    },
  ),
);

test.runIf(isLong)('nor does a hook that applies it', () =>
  withDb(
    (repository) => {
      emptyPglite(path.join(repository.dir, 'db/.pglite'));
      repository.prepare('checkout', '--quiet', '-b', 'feat');
      const journal = another('0003_long', LONG);
      repository.commit(
        'Long',
        Object.fromEntries(Object.entries(journal).map(([file, text]) => [`db/${file}`, text])),
      );
      repository.prepare('checkout', '--quiet', 'main');
      const { stderr } = repository.git(['merge', 'feat']);
      expect(stderr).toContain('0003_long failed at statement 1 of 1 (db/drizzle/0003_long.sql:1)');
      expect(stderr.length).toBeLessThan(5000);
    },
    {},
    { environments: { development: { applyAfterMerge: true } } },
  ),
);

test('an error that is thrown late in a run tells no password', () =>
  withWorkspace(
    {
      ...MIGRATIONS,
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts':
        'throw new Error("cannot reach host=db password=hunter2 at postgres://ada:hunter2@db/shop");',
    },
    ({ bin }) => {
      for (const args of [
        ['check'],
        ['check', '--json'],
        ['status'],
        ['generate'],
        ['check', '--format', 'github'],
      ]) {
        const { stdout, stderr, exitCode } = bin(args, { env: { DRIZZLE_GUARD_DEBUG: '1' } });
        expect(exitCode).toBe(2);
        expect(stdout + stderr).toContain('password=***');
        expect(stdout + stderr).not.toContain('hunter2');
      }
    },
  ));
