import { drizzleConfig, kitOneModules, sampleOf, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { askedOf, built } from './checked';

// What drizzle-kit's differ does not see although its own two snapshots differ: told, with what to do. And what is no
// difference at all, however it is written.

interface Case {
  before: string;
  after: string;
  /** The same state, in other words. */
  same?: string;
  changes: string[];
}

const imports = (core: string) =>
  `import * as core from 'drizzle-orm/${core}-core';\nimport { sql } from 'drizzle-orm';\n`;

const CASES: Record<'sqlite' | 'mysql' | 'postgresql' | 'sqlite of 0.31', Case> = {
  sqlite: {
    before: tableOf('sqlite', [
      "index('cols').on(t.a)",
      "index('turned').on(t.a, t.b)",
      "index('down').on(t.a)",
      'index("made").on(sql`lower(a)`)',
      "index('part').on(t.a)",
      "index('one').on(t.a)",
      'primaryKey({ columns: [t.a, t.b] })',
    ]),
    after: tableOf('sqlite', [
      "index('cols').on(t.a, t.b)",
      "index('turned').on(t.b, t.a)",
      'index("down").on(sql`a desc`)',
      'index("made").on(sql`upper(a)`)',
      "index('part').on(t.a).where(sql`a > 0`)",
      "uniqueIndex('one').on(t.a)",
      'primaryKey({ columns: [t.b, t.a] })',
    ]),
    same: tableOf('sqlite', [
      'primaryKey({ columns: [t.a, t.b] })',
      "index('one').on(t.a)",
      "index('part').on(t.a)",
      'index("made").on(sql`lower(a)`)',
      "index('down').on(t.a)",
      "index('turned').on(t.a, t.b)",
      "index('cols').on(t.a)",
    ]),
    changes: [
      'table t: primary key t_pk is changed (columns)',
      'table t: index cols is changed (columns)',
      'table t: index turned is changed (columns)',
      'table t: index down is changed (columns)',
      'table t: index made is changed (columns)',
      'table t: index part is changed (where)',
      'table t: index one is changed (isUnique)',
    ],
  },
  mysql: {
    before: tableOf('mysql', [
      "index('cols').on(t.a)",
      "index('used').on(t.a)",
      "check('positive', sql`a > 0`)",
      "index('one').on(t.a)",
    ]),
    after: tableOf('mysql', [
      "index('cols').on(t.b)",
      "index('used').on(t.a).using('hash')",
      "check('positive', sql`a > 1`)",
      "uniqueIndex('one').on(t.a)",
    ]),
    same: tableOf('mysql', [
      "index('one').on(t.a)",
      "check('positive', sql`a > 0`)",
      "index('used').on(t.a)",
      "index('cols').on(t.a)",
    ]),
    changes: [
      'table t: index cols is changed (columns)',
      'table t: index used is changed (using)',
      'table t: index one is changed (isUnique)',
      'table t: check positive is changed (value)',
    ],
  },
  postgresql: {
    before: `${tableOf('pg', [])}export const v = core.pgMaterializedView('v').as((q) => q.select({ a: t.a }).from(t));\n`,
    after: `${tableOf('pg', [])}export const v = core.pgMaterializedView('v').withNoData().as((q) => q.select({ a: t.a }).from(t));\n`,
    same: `${tableOf('pg', []).replace('{"x":1}', '{ "x": 1 }')}export const v = core.pgMaterializedView('v').as((q) => q.select({ a: t.a }).from(t));\n`,
    changes: ['view v is changed (withNoData)'],
  },
  'sqlite of 0.31': {
    before: `${tableOf('sqlite', [], generated('virtual'))}export const v = core.sqliteView('v').as((q) => q.select({ a: t.a }).from(t));\n`,
    after: `${tableOf('sqlite', [], generated('stored'))}export const v = core.sqliteView('v', { a: core.integer('a') }).existing();\n`,
    changes: ['table t: column g is changed (generated)', 'view v is changed'],
  },
};

function generated(mode: string): string {
  return `, g: core.integer('g').generatedAlwaysAs(sql\`a + 1\`, { mode: '${mode}' })`;
}

function tableOf(core: string, extra: readonly string[], columns = ''): string {
  const [integer, name] = [core === 'mysql' ? 'int' : 'integer', `${core}Table`];
  const json = { pg: 'jsonb', mysql: 'json', sqlite: null }[core] ?? null;
  const more = json === null ? '' : `, j: core.${json}('j').default({"x":1})`;
  const bare = extra.map((one) => `core.${one}`).join(', ');
  return `${imports(core)}export const t = core.${name}('t', { a: core.${integer}('a'), b: core.${integer}('b')${more}${columns} }, (t) => [${bare}]);\n`;
}

test.each(sampleOf(Object.entries(CASES), 3))('%s', (dialect, { before, after, same, changes }) =>
  withWorkspace(
    {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': drizzleConfig({ dialect: dialect.split(' ')[0]! }),
      'schema.ts': before,
    },
    async (workspace) => {
      expect((await built.generate({ cwd: workspace.dir, name: 'start' })).databases[0]).toMatchObject({
        generated: [{}],
        findings: [],
      });
      if (same !== undefined) {
        workspace.write({ 'schema.ts': same });
        expect((await askedOf(workspace)).database.findings).toEqual([]);
      }
      workspace.write({ 'schema.ts': after });
      const [found, ...others] = (await askedOf(workspace)).database.findings;
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        code: 'stale-schema',
        details: changes,
        help: expect.stringContaining('--custom'),
      });
      const made = (await built.generate({ cwd: workspace.dir, name: 'nothing' })).databases[0]!;
      expect(made).toMatchObject({ generated: [], findings: [{ code: 'stale-schema' }] });
    },
    dialect.includes('0.31') ? undefined : kitOneModules(),
  ),
);
