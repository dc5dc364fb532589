import { renameSync } from 'node:fs';
import path from 'node:path';
import { drizzleConfig, isLong, kitOneModules, sampleOf, withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { stampOf } from '../src/text/tag';
import { askedOf, built } from './checked';
import { CONFIG, fingerprint, OTHER_DIALECTS, RENAMED_SCHEMA, SCHEMA, WIDER_SCHEMA } from './fixtures';

const files = { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': CONFIG, 'src/schema.ts': SCHEMA };

/** A package that resolves drizzle-kit and drizzle-orm 1.0. */
function withKitOne(
  more: Record<string, string>,
  use: (workspace: Workspace) => Promise<void> | void,
): Promise<void> {
  return withWorkspace({ ...files, ...more }, use, kitOneModules());
}

function tableOf(dialect: string, integer: string, more = ''): string {
  return `import { ${dialect}Table, ${integer} } from 'drizzle-orm/${dialect}-core';
export const users = ${dialect}Table('users', { id: ${integer}('id').primaryKey(), name: ${integer}('name')${more} });`;
}

const generate = async ({ dir }: Workspace, name?: string, custom = false) => {
  const result = await built.generate({ cwd: dir, custom, ...(name === undefined ? {} : { name }) });
  const [database] = JSON.parse(JSON.stringify(result.databases));
  return { exitCode: built.exitCodeOf(result), ...database };
};
const check = async (workspace: Workspace) => {
  const { exitCode, database } = await askedOf(workspace);
  return { exitCode, ...database };
};

describe('postgresql', () => {
  test('generate, check, change, generate: told true at each step', () =>
    withKitOne({}, async (workspace) => {
      const first = await generate(workspace, 'start');
      expect(first).toMatchObject({ exitCode: 0, layout: 'folders', findings: [], generated: [{}] });
      const [{ migration, files: written }] = first.generated;
      expect(migration).toMatch(/^\d{14}_start$/);
      expect(written).toEqual([`drizzle/${migration}/migration.sql`, `drizzle/${migration}/snapshot.json`]);
      expect(await check(workspace)).toMatchObject({
        exitCode: 0,
        migrationCount: 1,
        findings: [],
        notChecked: ['base'],
      });

      workspace.write({ 'src/schema.ts': WIDER_SCHEMA });
      expect(await check(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'stale-schema', details: ['table entries: column author is new'] }],
      });
      expect(await generate(workspace, 'author')).toMatchObject({ exitCode: 0, generated: [{}] });
      expect(await check(workspace)).toMatchObject({ exitCode: 0, migrationCount: 2 });
      expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [] });
      expect(await generate(workspace, 'fill', true)).toMatchObject({
        exitCode: 0,
        generated: [{}],
      });
      expect(await check(workspace)).toMatchObject({ exitCode: 0, migrationCount: 3 });
    }));

  test('what may be a rename is said to be ambiguous, and nothing is written', () =>
    withKitOne({}, async (workspace) => {
      await generate(workspace);
      workspace.write({ 'src/schema.ts': RENAMED_SCHEMA });
      expect(await check(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'stale-schema', help: expect.stringContaining('in a terminal') }],
      });
      const before = fingerprint(workspace.dir);
      expect(await generate(workspace)).toMatchObject({ exitCode: 2, error: { code: 'ambiguous-rename' } });
      expect(fingerprint(workspace.dir)).toEqual(before);
    }));

  test.runIf(isLong)('of branches that are open the state is what all of them give', () =>
    withKitOne({}, async (workspace) => {
      await generate(workspace, 'start');
      const title = SCHEMA.replace("note: text('note')", "title: text('title'), note: text('note')");
      const base = workspace.read('src/schema.ts');
      workspace.write({ 'src/schema.ts': WIDER_SCHEMA });
      const [author] = (await generate(workspace, 'author')).generated;
      const kept = Object.fromEntries(author.files.map((file: string) => [file, workspace.read(file)]));
      for (const file of author.files) workspace.remove(file);
      workspace.write({ 'src/schema.ts': title });
      expect((await generate(workspace, 'title')).exitCode).toBe(0);
      workspace.write(kept);
      expect(await check(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'unmerged-fork', severity: 'warning' }, { code: 'stale-schema' }],
      });
      const both = WIDER_SCHEMA.replace("note: text('note')", "title: text('title'), note: text('note')");
      workspace.write({ 'src/schema.ts': both });
      expect(await check(workspace)).toMatchObject({
        exitCode: 0,
        findings: [{ code: 'unmerged-fork' }],
        notChecked: ['base'],
      });
      workspace.write({ 'src/schema.ts': base });
    }),
  );

  test('a history of an older format is told before a migration is needed, with the way out', () =>
    withKitOne({}, async (workspace) => {
      const [
        {
          files: [, snapshot],
        },
      ] = (await generate(workspace)).generated;
      workspace.write({ [snapshot]: workspace.read(snapshot).replace('"version": "9"', '"version": "8"') });
      expect(await check(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'outdated-snapshot', help: expect.stringContaining('drizzle-kit up') }],
        notChecked: expect.arrayContaining(['schema']),
      });
      expect(await generate(workspace)).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'outdated-snapshot' }],
      });
      const told = await built.doctor({ cwd: workspace.dir });
      expect([built.exitCodeOf(told), told.databases[0]!.decisions]).toMatchObject([
        1,
        [
          {
            code: 'outdated-snapshot',
            options: [expect.stringContaining('drizzle-kit up'), expect.any(String)],
          },
        ],
      ]);
    }));

  test.runIf(isLong)('a journal is refused with the way out, and nothing is written', () =>
    withKitOne(
      { 'drizzle/meta/_journal.json': '{"version":"7","dialect":"postgresql","entries":[]}' },
      async (workspace) => {
        const before = fingerprint(workspace.dir);
        for (const result of [await check(workspace), await generate(workspace)])
          expect(result).toMatchObject({
            exitCode: 2,
            error: { code: 'layout-mismatch', help: expect.stringContaining('drizzle-kit up') },
          });
        expect(fingerprint(workspace.dir)).toEqual(before);
      },
    ),
  );

  test.runIf(isLong)(
    'with the comparison switched off an empty result is believed only where drizzle-kit says so',
    () =>
      withKitOne({ 'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }' }, async (workspace) => {
        expect(await generate(workspace)).toMatchObject({
          exitCode: 0,
          generated: [{}],
          notChecked: ['base', 'schema'],
        });
        expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [] });
      }),
  );
});

describe('other dialects', () => {
  const ALL = [
    ...OTHER_DIALECTS,
    ['cockroach', tableOf('cockroach', 'int4')],
    ['mssql', tableOf('mssql', 'int')],
    ['singlestore', tableOf('singlestore', 'int')],
  ] as const;

  test.each(sampleOf(ALL, 3))('%s: in sync after generate, stale after a change', (dialect, schema) =>
    withKitOne(
      { 'drizzle.config.ts': drizzleConfig({ dialect }), 'schema.ts': schema },
      async (workspace) => {
        expect(await generate(workspace, 'users')).toMatchObject({ exitCode: 0, generated: [{}] });
        expect(await check(workspace)).toMatchObject({
          ...{ exitCode: 0, dialect, findings: [] },
          notChecked: ['base', ...(['cockroach', 'singlestore'].includes(dialect) ? ['replay'] : [])],
        });
        workspace.write({ 'schema.ts': schema.replace("'name'", "'label'") });
        expect(await check(workspace)).toMatchObject({ exitCode: 1, findings: [{ code: 'stale-schema' }] });
      },
    ),
  );

  test.runIf(isLong)(
    'two migrations of one second: the second one sorts after the first, whatever they are called',
    () =>
      withKitOne(
        {
          'drizzle.config.ts': drizzleConfig({ dialect: 'sqlite' }),
          'schema.ts': tableOf('sqlite', 'integer'),
        },
        async (workspace) => {
          const { generated } = await generate(workspace, 'users');
          const newest = `${stampOf(Date.now() + 1000)}_users`;
          renameSync(
            path.join(workspace.dir, 'drizzle', generated[0].migration),
            path.join(workspace.dir, 'drizzle', newest),
          );
          const second = await generate(workspace, 'fill', true);
          expect(second).toMatchObject({ exitCode: 0, findings: [], generated: [{}] });
          expect(second.generated[0].migration > newest).toBe(true);
        },
      ),
  );

  test.runIf(isLong)('of one whose state no part of drizzle-kit tells, what it would write is said', () =>
    withKitOne(
      {
        'drizzle.config.ts': drizzleConfig({ dialect: 'cockroach' }),
        'schema.ts': tableOf('cockroach', 'int4'),
      },
      async (workspace) => {
        expect(await check(workspace)).toMatchObject({ findings: [{ details: ['create table users'] }] });
        await generate(workspace);
        workspace.write({ 'schema.ts': tableOf('cockroach', 'int4', ", age: int4('age')") });
        expect(await check(workspace)).toMatchObject({ findings: [{ details: ['add column users.age'] }] });
        expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [{}], findings: [] });
        expect(await check(workspace)).toMatchObject({ exitCode: 0 });
      },
    ),
  );
});
