import { isLong, withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf } from './checked';
import { inFolder, shop, WIDER_SCHEMA } from './fixtures';

const ORPHAN = 'drizzle/0009_left.sql';
const broken = () => shop({ [ORPHAN]: 'SELECT 1;', 'src/schema.ts': WIDER_SCHEMA });
const configure = (waivers: object[]) => ({ 'drizzle-guard.json': JSON.stringify({ waivers }) });
const waiver = (more: object = {}) => ({
  database: 'shop',
  code: 'orphan-sql',
  migration: '0009_left',
  reason: 'kept for the record',
  ...more,
});
const check = async (workspace: Workspace) => {
  const { exitCode, database } = await askedOf(workspace);
  return { exitCode, ...database };
};

describe('a waiver', () => {
  test('takes a finding out, and the result says how many', () =>
    withWorkspace(shop({ [ORPHAN]: 'SELECT 1;', ...configure([waiver()]) }), async (workspace) => {
      expect(await check(workspace)).toMatchObject({ exitCode: 0, findings: [], waived: 1 });
      expect(workspace.bin(['check']).stdout).toBe(
        'shop  3 migrations, nothing else found\n  1 finding waived in drizzle-guard.json\n',
      );
    }));

  test('that matches nothing is a warning', () =>
    withWorkspace(shop(configure([waiver()])), ({ bin }) => {
      const run = bin(['check']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop  3 migrations
          warning[unused-waiver] the waiver "orphan-sql shop 0009_left" (kept for the record) matches nothing
            drizzle-guard.json
            help: take it out of "waivers" in drizzle-guard.json, or correct the name in it
        0 errors, 1 warning
        "
      `);
    }));

  test('of a database that is not there is a warning, once', () =>
    withWorkspace(shop(configure([waiver({ database: 'shpo' })])), async (workspace) => {
      expect(await check(workspace)).toMatchObject({
        exitCode: 0,
        findings: [{ code: 'unused-waiver', message: expect.stringContaining('there is shop') }],
      });
    }));

  test('of what was not looked at is not called unused', () =>
    withWorkspace(
      shop(configure([waiver({ code: 'removed-migration' }), waiver({ code: 'missing-migration' })])),
      async (workspace) => expect(await check(workspace)).toMatchObject({ exitCode: 0, findings: [] }),
    ));

  test('does not lift what makes the list of migrations unknown', () =>
    withWorkspace(
      shop(configure([waiver({ code: 'missing-sql', migration: '0001_entries' })])),
      async (workspace) => {
        workspace.remove('drizzle/0001_entries.sql');
        expect(await check(workspace)).toMatchObject({ exitCode: 0, waived: 1 });
        const run = workspace.bin(['migrate', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json().databases[0].findings).toMatchObject([{ code: 'missing-sql' }]);
      },
    ));
});

describe('doctor --baseline', () => {
  test('accepts what is found today; what is new fails', () =>
    withWorkspace(broken(), async (workspace) => {
      const run = workspace.bin(['doctor', '--baseline']);
      expect(run).toMatchObject({
        exitCode: 0,
        stdout: 'shop  2 findings accepted in drizzle-guard.baseline.json: commit it\n',
      });
      expect(await check(workspace)).toMatchObject({ exitCode: 0, findings: [], older: 2 });
      expect(workspace.bin(['check']).stdout).toBe(
        'shop  3 migrations, nothing else found\n  2 findings older than the baseline: `npx drizzle-guard doctor` lists them\n',
      );
      workspace.write({ 'drizzle/0010_more.sql': 'SELECT 2;' });
      expect(await check(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'orphan-sql', migration: '0010_more' }],
        older: 2,
      });
    }));

  test('says when something of it was mended, and takes it out when asked again', () =>
    withWorkspace(broken(), async (workspace) => {
      workspace.bin(['doctor', '--baseline']);
      workspace.remove(ORPHAN);
      expect(await check(workspace)).toMatchObject({ exitCode: 0, older: 1, gone: 1 });
      expect(workspace.bin(['check']).stdout).toContain(
        '1 finding of the baseline mended: `npx drizzle-guard doctor --baseline` takes it out',
      );
      workspace.bin(['doctor', '--baseline']);
      expect(await check(workspace)).toMatchObject({ older: 1 });
      expect((await check(workspace)).gone).toBeUndefined();
    }));

  test.runIf(isLong)('of one database leaves what was accepted of another', () =>
    withWorkspace({ ...inFolder('a', broken()), ...inFolder('b', broken()) }, (workspace) => {
      const manifest = (name: string) => JSON.stringify({ name });
      workspace.write({ 'a/package.json': manifest('a'), 'b/package.json': manifest('b'), 'nx.json': '{}' });
      workspace.bin(['doctor', '--baseline']);
      const before = workspace.read('drizzle-guard.baseline.json');
      workspace.remove('a/drizzle/0009_left.sql');
      workspace.bin(['doctor', '--baseline', '--database', 'a']);
      const entries = (text: string) =>
        (JSON.parse(text).findings as { database: string }[]).map((one) => one.database);
      expect(entries(before)).toEqual(['a', 'a', 'b', 'b']);
      expect(entries(workspace.read('drizzle-guard.baseline.json'))).toEqual(['a', 'b', 'b']);
      expect(workspace.bin(['check', '--json']).exitCode).toBe(0);
    }),
  );

  test('does not accept what is waived, and leaves no file where nothing is found', () =>
    withWorkspace(shop({ [ORPHAN]: 'SELECT 1;', ...configure([waiver()]) }), (workspace) => {
      expect(workspace.bin(['doctor', '--baseline'])).toMatchObject({
        exitCode: 0,
        stdout: 'shop  nothing to accept\n',
      });
      expect(workspace.exists('drizzle-guard.baseline.json')).toBe(false);
    }));

  test('of a schema that cannot be evaluated accepts nothing, and is 2', () =>
    withWorkspace(shop({ [ORPHAN]: 'SELECT 1;', 'src/schema.ts': 'throw new Error("no")' }), (workspace) => {
      const run = workspace.bin(['doctor', '--baseline', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().error).toMatchObject({
        code: 'incomplete-look',
        message: expect.stringContaining('cannot-evaluate'),
      });
      expect(workspace.exists('drizzle-guard.baseline.json')).toBe(false);
    }));

  test('of a journal that cannot be read accepts nothing', () =>
    withWorkspace(shop({ 'drizzle/meta/_journal.json': '<<<<<<< ours' }), (workspace) => {
      const run = workspace.bin(['doctor', '--baseline']);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('broken-journal');
      expect(workspace.exists('drizzle-guard.baseline.json')).toBe(false);
    }));

  test.runIf(isLong)('of several where one cannot be looked at accepts nothing of any', () =>
    withWorkspace({ ...inFolder('a', broken()), ...inFolder('b', broken()) }, (workspace) => {
      const manifest = (name: string) => JSON.stringify({ name });
      workspace.write({ 'a/package.json': manifest('a'), 'b/package.json': manifest('b'), 'nx.json': '{}' });
      workspace.bin(['doctor', '--baseline']);
      const before = workspace.read('drizzle-guard.baseline.json');
      workspace.write({
        'b/src/schema.ts': 'throw new Error("no");',
        'a/drizzle/0010_more.sql': 'SELECT 2;',
      });
      expect(workspace.bin(['doctor', '--baseline']).exitCode).toBe(2);
      expect(workspace.read('drizzle-guard.baseline.json')).toBe(before);
    }),
  );

  test.runIf(isLong)(
    'keeps what was accepted of a schema that is not compared now, and says that it is not',
    () =>
      withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), (workspace) => {
        workspace.bin(['doctor', '--baseline']);
        workspace.remove('drizzle/meta/0002_snapshot.json');
        expect(workspace.bin(['doctor', '--baseline']).exitCode).toBe(0);
        const { findings } = JSON.parse(workspace.read('drizzle-guard.baseline.json'));
        expect(findings.map(({ code }: { code: string }) => code).sort()).toEqual([
          'missing-snapshot',
          'stale-schema',
        ]);
        expect(workspace.bin(['doctor']).stdout).toContain('schema: not compared');
      }),
  );

  test('works on a bare folder', () =>
    withWorkspace(broken(), (workspace) => {
      expect(workspace.bin(['doctor', '--baseline', '--migrations', 'drizzle']).exitCode).toBe(0);
      const run = workspace.bin(['check', '--migrations', 'drizzle', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.json().databases[0]).toMatchObject({ older: 1 });
    }));
});

test('a baseline that cannot be read is 2', () =>
  withWorkspace(shop({ 'drizzle-guard.baseline.json': '<<<<<<< HEAD\n' }), ({ bin }) => {
    const run = bin(['check', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json().error).toMatchObject({
      code: 'invalid-baseline',
      message: expect.stringContaining('conflict markers'),
    });
  }));
