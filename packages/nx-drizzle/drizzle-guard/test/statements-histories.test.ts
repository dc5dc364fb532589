import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, kitOneModules, repositoryRoot } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMigrations } from '../src/apply/read-migrations';
import type { Layout } from '../src/history/history';
import { readHistory } from '../src/history/read-history';
import { workTree } from '../src/sources/work-tree';
import { chunksOf, statementsOf } from '../src/sql/statements';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const isThere = existsSync(BUNDLE);
const COMMENT = /--[^\n]*|\/\*[\s\S]*?\*\//g;

interface ReadByDrizzle {
  sql: string[];
  folderMillis: number;
  hash: string;
  name?: string;
}

/** Read by drizzle-orm itself: 0.45 reads a journal, 1.0 folders. */
function readByDrizzle(layout: Layout, migrationsFolder: string): ReadByDrizzle[] {
  const modules = layout === 'journal' ? path.join(repositoryRoot, 'node_modules') : kitOneModules();
  const load = createRequire(path.join(modules, 'resolve.js'));
  const { readMigrationFiles } = load(path.join(modules, 'drizzle-orm/migrator.cjs'));
  return readMigrationFiles({ migrationsFolder });
}

// Real histories of public projects: data that lies beside this repository, or does not.
describe.skipIf(!isThere)(
  `statements of real histories are drizzle-orm's${isThere ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-statements-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, clone);
    });

    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    }

    test.each([
      'akash-api',
      'dokploy',
      'homarr-mysql',
      'homarr-postgresql',
      'homarr-sqlite',
      'latitude',
      'latitude-v1',
      'sim',
      'zero',
    ])('%s', async (name) => {
      git('checkout', '--quiet', '--force', `origin/history/${name}`);
      const history = await readHistory(workTree(clone), 'drizzle');
      const { layout, migrations } = history;
      const ours = readMigrations(clone, history);
      const read = readByDrizzle(layout, path.join(clone, 'drizzle'));
      expect(read).toHaveLength(migrations.length);
      for (const [position, { tag, sqlFile }] of migrations.entries()) {
        const text = readFileSync(path.join(clone, sqlFile), 'utf8');
        const { sql, folderMillis, hash } =
          layout === 'journal' ? read[position]! : read.find((one) => one.name === tag)!;
        expect(chunksOf(text)).toEqual(sql);
        expect(ours[position]).toMatchObject({ tag, timestamp: folderMillis, hash });
        expect(ours[position]!.statements).toEqual(sql.filter((chunk) => chunk.trim() !== ''));
        // The one difference: what says nothing is no statement.
        const saying = sql.filter((chunk) => chunk.replaceAll(COMMENT, '').trim() !== '');
        expect(statementsOf(text).map((statement) => statement.sql)).toEqual(saying);
      }
    });
  },
);
