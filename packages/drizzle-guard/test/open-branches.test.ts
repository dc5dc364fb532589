import {
  branchFiles,
  branchSchema,
  branchTag,
  drizzleConfig,
  kitOneModules,
  withWorkspace,
  type BranchDialect,
  type BranchName,
  type Workspace,
  sampleOf,
} from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf } from './checked';

const Y = branchTag('y');
const SECOND = '20260201000000_second';

/** A package in which both branches are open, and its schema has what these do. */
function withBranches(
  dialect: BranchDialect | 'turso',
  branches: readonly BranchName[],
  use: (workspace: Workspace) => Promise<void> | void,
  tags: Partial<Record<BranchName, string>> = {},
): Promise<void> {
  const own = dialect === 'turso' ? 'sqlite' : dialect;
  const files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect }),
    'schema.ts': branchSchema(own, ...branches),
    ...branchFiles(own, ['start', ...branches], tags),
  };
  return withWorkspace(files, use, kitOneModules());
}

const codesOf = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

describe.each(sampleOf(['postgresql', 'sqlite', 'mysql', 'turso'] as const, 2))('%s', (dialect) => {
  const own = dialect === 'turso' ? 'sqlite' : dialect;
  // A shadow of MySQL is on a server, and none is named here.
  const unproved = dialect === 'mysql' ? ['replay'] : [];

  test('the schema is compared with what open branches give together; the next generate continues all', () =>
    withBranches(dialect, ['a', 'y'], async (workspace) => {
      const { database, exitCode } = await askedOf(workspace);
      expect({ exitCode, codes: codesOf(database), notChecked: database.notChecked }).toEqual({
        exitCode: 0,
        codes: ['unmerged-fork'],
        notChecked: ['base', ...unproved],
      });
      workspace.write({ 'schema.ts': branchSchema(own, 'a', 'y', 'z') });
      const stale = await askedOf(workspace);
      expect(stale.exitCode).toBe(1);
      expect(stale.database.findings[1]).toMatchObject({
        code: 'stale-schema',
        details: ['table t: column z is new'],
      });
      if (dialect === 'turso' || dialect === 'mysql') return;
      const made = workspace.bin(['generate', '--name', 'z', '--json']).json().databases[0];
      expect(made).toMatchObject({ findings: [], generated: [{}] });
      const sql = workspace.read(made.generated[0].files[0]);
      expect(sql).toContain('z');
      expect(sql).not.toContain('CREATE');
      expect((await askedOf(workspace)).database).toMatchObject({ findings: [], notChecked: ['base'] });
    }));

  test.each<[string, BranchName[], string, string[]]>([
    ['one column, the same', ['x'], 'x', []],
    ['one column, each another type', ['x', 'number'], 'x', ['schema']],
    ['one column that both drop', ['gone'], 'c', []],
  ])('%s: an error, and no way out that deletes what has landed', (_what, [name, other], shown, missing) =>
    withBranches(dialect, [name!], async (workspace) => {
      const second = branchFiles(own, [other ?? name!], { [other ?? name!]: SECOND });
      // As the same change made on two branches: another id, the same parent.
      for (const [file, text] of Object.entries(second))
        workspace.write({
          [file]: text.replace(/"id": "[^"]*"/, '"id": "00000000-1111-4222-8333-444444444444"'),
        });
      const { database, exitCode } = await askedOf(workspace);
      expect({ exitCode, error: database.error }).toEqual({ exitCode: 1, error: undefined });
      expect(database.notChecked).toEqual(['base', ...missing, ...unproved]);
      expect(codesOf(database)[0]).toBe('conflicting-migrations');
      const [{ migration, message, help }] = database.findings;
      expect(migration).toBe(SECOND);
      expect(message).toContain(branchTag(name!));
      expect(message).toContain(shown);
      // On a server it would be run.
      expect(message).toContain(dialect === 'mysql' ? '. Not proved: ' : ' fails');
      expect(`${message}${help}`).not.toMatch(/fix-conflicts|~/);
      expect(help).toContain('drizzle-guard rebase');
    }),
  );
});

test('what is conflicting stops generate, with the way out, and doctor tells it', () =>
  withBranches('postgresql', ['x', 'dropped'], (workspace) => {
    const { exitCode, stdout } = workspace.bin(['generate']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('error[conflicting-migrations]');
    const doctor = workspace.bin(['doctor']);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toContain('conflicting-migrations');
    expect(doctor.stdout).not.toContain('fix-conflicts');
    // As it is said: the folder goes, what is lacking is made again.
    workspace.remove(`drizzle/${branchTag('dropped')}`);
    workspace.write({ 'schema.ts': branchSchema('postgresql', 'dropped') });
    expect(workspace.bin(['generate', '--name', 'again']).exitCode).toBe(0);
    expect(workspace.bin(['check']).exitCode).toBe(0);
  }));

test('a bare folder: the same; without a shadow from its text alone', () =>
  withBranches('sqlite', ['mandatory', 'y'], (workspace) => {
    const proved = workspace.bin(['check', '--migrations', 'drizzle']);
    expect(proved.exitCode).toBe(1);
    expect(proved.stdout).toContain(
      `${Y} and ${branchTag('mandatory')} do not go together: column t.y is not there where ${Y} comes first`,
    );
    const read = workspace.bin(['check', '--migrations', 'drizzle', '--no-replay']);
    expect(read.exitCode).toBe(1);
    expect(read.stdout).toContain(
      `${Y} and ${branchTag('mandatory')} do not go together: what columns t has hangs on which of them comes first`,
    );
  }));
