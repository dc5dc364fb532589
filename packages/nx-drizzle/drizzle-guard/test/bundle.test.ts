import { drizzleConfig, kitOneModules, sampleOf, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { readHistory } from '../src/history/read-history';
import { bundleText } from '../src/history/layouts/bundle';
import { findingsAbout } from '../src/rules/run';
import { workTree } from '../src/sources/work-tree';
import { drizzleKit } from './databases';

// What drizzle-kit itself writes is sound, and what is written anew has the very same bytes.

const schema = (...columns: string[]) =>
  `import { int, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const t = sqliteTable('t', { ${columns.map((name) => `${name}: int('${name}')`).join()} });\n`;

const DRIVERS = ['expo', 'durable-sqlite'];
const KITS = { journal: undefined, folders: kitOneModules };

test.each(['journal', 'folders'] as const)('of the %s layout', async (layout) => {
  const files = { 'package.json': '{ "name": "app" }', 'schema.ts': schema('a') };
  const use = async (workspace: Workspace) => {
    for (const driver of layout === 'journal' ? DRIVERS : sampleOf(DRIVERS, 2)) {
      if (workspace.exists('drizzle')) workspace.remove('drizzle');
      workspace.write({
        'drizzle.config.ts': drizzleConfig({ dialect: 'sqlite', driver }),
        'schema.ts': schema('a'),
      });
      drizzleKit(workspace, 'generate', '--name', 'first');
      // A folder’s time is in seconds, and the next one is to have another.
      if (layout === 'folders') await new Promise((resolve) => setTimeout(resolve, 1100));
      workspace.write({ 'schema.ts': schema('a', 'b') });
      drizzleKit(workspace, 'generate', '--name', 'second');
      const history = await readHistory(workTree(workspace.dir), 'drizzle');
      expect([history.layout, history.migrations.length]).toEqual([layout, 2]);
      expect(findingsAbout('structure', { history, now: Date.now(), driver }, 'app', {})).toEqual([]);
      expect(bundleText(history, driver === 'expo')).toBe(workspace.read('drizzle/migrations.js'));
    }
  };
  await withWorkspace(files, use, KITS[layout]?.());
});
