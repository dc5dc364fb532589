import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installRealBin } from './support/stand-in-bin';
import { createWorkspace, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LIBRARY = 'apps/[tenant]/(web)';
const columns = (...names: string[]) =>
  `import { text } from 'drizzle-orm/pg-core';\nexport const columns = { ${names.map((name) => `${name}: text()`).join(', ')} };\n`;

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace({
    'shared/cols.ts': columns('a'),
    [`${LIBRARY}/project.json`]: { name: '@acme/web' },
    [`${LIBRARY}/drizzle.config.ts`]:
      "export default { dialect: 'postgresql', schema: './src/*.ts', out: './drizzle' };",
    [`${LIBRARY}/src/schema.ts`]: [
      "import { pgTable } from 'drizzle-orm/pg-core';",
      "import { columns } from '../../../../shared/cols';",
      "export const users = pgTable(`${process.env.TABLE_PREFIX ?? ''}users`, columns);",
    ].join('\n'),
  });
  installRealBin(workspace.root);
  execFileSync('git', ['init', '--quiet'], { cwd: workspace.root });
});
afterAll(() => workspace.remove());

const run = (target: string, env: Record<string, string> = {}) =>
  workspace.nx(['run', `@acme/web:${target}`], { env });

test('a check is true whatever it rests on: the environment, and files of no project', async () => {
  expect(await run('generate')).toMatchObject({ exitCode: 0 });
  for (const _ of [1, 2]) {
    const { exitCode, output } = await run('check');
    expect(output).toContain('web  1 migration, nothing found');
    expect(output).not.toContain('from the cache');
    expect(exitCode).toBe(0);
  }
  const prefixed = await run('check', { TABLE_PREFIX: 'x_' });
  // It is withheld from schemas, and would be a part of what this one says.
  expect(prefixed.output).toContain('error[cannot-evaluate]');
  expect(prefixed.output).toContain('the value of TABLE_PREFIX is part of what it says');
  expect(prefixed.exitCode).not.toBe(0);
  expect((await run('check')).exitCode).toBe(0);
  workspace.write({ 'shared/cols.ts': columns('a', 'b') });
  const { exitCode, output } = await run('check');
  expect(output).toContain('column b is new');
  expect(exitCode).toBe(1);
});

test('beside a base too', async () => {
  const { output } = await run('check-base', {});
  expect(output).toContain('drizzle-guard check --base auto');
});
