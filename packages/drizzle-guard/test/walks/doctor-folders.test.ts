import {
  branchFiles,
  branchSchema,
  branchTag,
  drizzleConfig,
  isLong,
  kitOneModules,
  sampleOf,
  withWorkspace,
  type BranchDialect,
  type BranchName,
  type Workspace,
} from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf, built } from '../checked';

/** A package with these migrations, and the schema that belongs to some of them. */
function withFolders(
  dialect: BranchDialect,
  files: Record<string, string>,
  schema: readonly BranchName[],
  use: (workspace: Workspace) => Promise<void> | void,
): Promise<void> {
  const all = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect }),
    'schema.ts': branchSchema(dialect, ...schema),
    ...files,
  };
  return withWorkspace(all, use, kitOneModules());
}

async function repaired({ dir }: Workspace) {
  const result = await built.doctor({ cwd: dir, repair: true });
  const { findings, decisions, repairs, error } = result.databases[0]!;
  return { exitCode: built.exitCodeOf(result), findings, decisions, repairs, error };
}

async function generated({ dir, read }: Workspace, name: string, custom = false): Promise<string> {
  const { databases } = await built.generate({ cwd: dir, name, ...(custom ? { custom } : {}) });
  expect(databases[0]!.error).toBeUndefined();
  return databases[0]!.generated.map(({ files }) => read(files[0]!)).join('');
}

const HAND = 'drizzle/20260105000000_hand/migration.sql';
const LATER = 'drizzle/20260201000000_hand/migration.sql';

const ROWS: Record<'postgresql' | 'sqlite', string> = {
  postgresql: 'CREATE FUNCTION "one"() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;',
  sqlite: 'CREATE TRIGGER one AFTER INSERT ON t BEGIN SELECT 1; END;',
};

describe.each(sampleOf(['sqlite', 'postgresql'] as const, 2))(
  'a hand-written folder without a snapshot: %s',
  (dialect) => {
    test('the schema is judged all the same, generate works, and it gets a snapshot that changes nothing', () =>
      withFolders(
        dialect,
        { ...branchFiles(dialect, ['start', 'x']), [HAND]: ROWS[dialect], [LATER]: "UPDATE t SET c = '';" },
        ['x'],
        async (workspace) => {
          const before = await askedOf(workspace);
          expect(before.database.findings.map(({ code }: { code: string }) => code)).toEqual([
            'missing-snapshot',
            'missing-snapshot',
          ]);
          expect(before.database.notChecked).not.toContain('schema');
          workspace.write({ 'schema.ts': branchSchema(dialect, 'x', 'z') });
          expect((await askedOf(workspace)).database.findings).toContainEqual(
            expect.objectContaining({ code: 'stale-schema', details: ['table t: column z is new'] }),
          );
          expect(await generated(workspace, 'z')).toMatch(/^ALTER TABLE \S+ ADD \S* ?\S*z\S* text;$/);
          expect(await generated(workspace, 'custom', true)).toContain('Custom SQL');
          const { exitCode, decisions, repairs, findings } = await repaired(workspace);
          expect({ exitCode, decisions, findings }).toEqual({ exitCode: 0, decisions: [], findings: [] });
          expect(repairs.map(({ migration }) => migration)).toEqual([
            '20260105000000_hand',
            '20260201000000_hand',
          ]);
          const { migrations } = (await built.history({ cwd: workspace.dir })).databases[0]! as never as {
            migrations: { parents: string[] }[];
          };
          expect(migrations.slice(1).every(({ parents }) => parents.length === 1)).toBe(true);
          expect(await generated(workspace, 'nothing')).toBe('');
        },
      ));
  },
);

test('one whose SQL changes what snapshots say gets none', () =>
  withFolders(
    'sqlite',
    { ...branchFiles('sqlite', ['start', 'x']), [HAND]: 'CREATE TABLE by_hand (id integer);' },
    ['x'],
    async (workspace) => {
      const { exitCode, decisions, repairs } = await repaired(workspace);
      expect(exitCode).toBe(1);
      expect(repairs).toEqual([]);
      expect(decisions[0]!.what).toContain('a replay does not bear it out: table by_hand is in the SQL');
    },
  ));

test('one that another snapshot continues was lost, and stays an error', () =>
  withFolders('postgresql', branchFiles('postgresql', ['start', 'x']), ['x'], async (workspace) => {
    workspace.remove(`drizzle/${branchTag('start')}/snapshot.json`);
    const { exitCode, repairs, findings } = await repaired(workspace);
    expect(exitCode).toBe(1);
    expect(repairs).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(['missing-snapshot', 'dangling-parent']);
  }));

/** The migration of a branch as it is picked from where others came before it. */
function picked(
  dialect: BranchDialect,
  name: BranchName,
  withRowsOf: BranchName[] = [],
): Record<string, string> {
  const files = branchFiles(dialect, [name]);
  const file = `drizzle/${branchTag(name)}/snapshot.json`;
  const snapshot = JSON.parse(files[file]!);
  const rows = withRowsOf.flatMap((other) => {
    const { ddl } = JSON.parse(branchFiles(dialect, [other])[`drizzle/${branchTag(other)}/snapshot.json`]!);
    return ddl.filter((row: { name: string }) => row.name === other);
  });
  const ddl = snapshot.ddl && [...snapshot.ddl, ...rows];
  const prevIds = ['00000000-1111-4222-8333-444444444444'];
  return { ...files, [file]: JSON.stringify({ ...snapshot, prevIds, ...(ddl ? { ddl } : {}) }, null, 2) };
}

describe('a migration that was picked without the one before it', () => {
  const linked = (dialect: BranchDialect, others: BranchName[]) =>
    withFolders(
      dialect,
      { ...branchFiles(dialect, ['start']), ...picked(dialect, 'x', others) },
      ['x'],
      async (workspace) => {
        const before = await askedOf(workspace);
        // Which is an end of a branch nobody knows.
        expect(before.database.findings.map(({ code }: { code: string }) => code)).toEqual([
          'dangling-parent',
        ]);
        const { exitCode, findings, repairs } = await repaired(workspace);
        expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
        expect(repairs.map(({ what }) => what).join()).toContain(`continues ${branchTag('start')}`);
        expect((await askedOf(workspace)).database.notChecked).not.toContain('schema');
        expect(await generated(workspace, 'nothing')).toBe('');
      },
    );
  const TITLE = '%s: it is linked to the one that is there, without what no SQL here makes';
  test.each<[BranchDialect, BranchName[]]>([['postgresql', []]])(TITLE, linked);
  test.runIf(isLong).each<[BranchDialect, BranchName[]]>([
    ['sqlite', ['y']],
    ['mysql', ['y']],
  ])(TITLE, linked);

  test('where its SQL does not fit what is there, it is left as it is', () =>
    withFolders(
      'postgresql',
      {
        ...branchFiles('postgresql', ['start']),
        ...picked('postgresql', 'x'),
        [`drizzle/${branchTag('x')}/migration.sql`]: 'ALTER TABLE "t" ALTER COLUMN "gone" SET NOT NULL;',
      },
      ['x'],
      async (workspace) => {
        const { exitCode, repairs, decisions } = await repaired(workspace);
        expect([exitCode, repairs]).toEqual([1, []]);
        expect(decisions[0]!.what).toContain(
          'is not linked to 20260101000000_start: a replay does not bear it out',
        );
        expect(decisions[0]!.options.join()).toContain('delete its folder');
      },
    ));
});
