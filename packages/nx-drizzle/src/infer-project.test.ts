import { expect, test } from 'vitest';
import type { DrizzleProject } from './drizzle-project';
import { inferProject } from './infer-project';
import { parseOptions } from './options';
import { TARGETS } from '../test/support/targets';

function infer(project: Partial<DrizzleProject>) {
  const root = project.root ?? 'packages/db';
  const databases = [{ configFile: `${root}/drizzle.config.ts` }];
  return inferProject({ root, name: 'db', databases, taken: [], ...project }, parseOptions({}));
}

test('the whole node', () => {
  expect(infer({})).toMatchSnapshot();
});

const commandsOf = (targets: ReturnType<typeof infer>['targets']) =>
  Object.fromEntries(
    Object.entries(targets).map(([name, { command, options }]) => [
      name,
      `${command} for ${options?.['database']}`,
    ]),
  );

test('several databases: each has its targets, and the bare ones are about all of them', () => {
  const databases = ['drizzle.config.ts', 'drizzle.pg.config.ts'].map((file) => ({
    configFile: `orders/${file}`,
  }));
  const { targets } = infer({ root: 'orders', databases });
  expect(commandsOf(targets)).toMatchSnapshot();
  expect(targets['migrate']!.metadata?.description).toMatchInlineSnapshot(
    `"Applies the pending drizzle migrations to the database of an environment. All 2 databases of orders, in series."`,
  );
  expect(targets['migrate-pg']).toMatchObject({
    parallelism: false,
    configurations: { production: { environment: 'production' } },
    metadata: { description: expect.stringContaining('The database of orders/drizzle.pg.config.ts.') },
  });
});

test('databases whose configs do not tell them apart are refused, and said how to be mended', () => {
  const databases = [{ configFile: 'drizzle.config.ts' }, { configFile: 'sql/drizzle.config.ts' }];
  const { targets } = infer({ root: '.', databases });
  expect(Object.keys(targets)).toEqual(TARGETS);
  expect(targets['migrate']).toMatchObject({
    executor: 'nx-drizzle:refuse',
    configurations: { production: { environment: 'production' } },
  });
  expect(targets['check-base']!.options?.['message']).toMatchInlineSnapshot(
    `"The workspace root has 2 drizzle databases whose configs do not tell them apart (drizzle.config.ts, sql/drizzle.config.ts): two targets would have one name. Rename a config to drizzle.<name>.config.ts, or run \`drizzle-guard check --base auto --database <config>\`."`,
  );
  // `check-base` would be both the check of the database "base" and the target beside the base.
  const base = ['drizzle.config.ts', 'drizzle.base.config.ts'].map((file) => ({ configFile: `db/${file}` }));
  expect(infer({ root: 'db', databases: base }).targets['check']).toMatchObject({
    executor: 'nx-drizzle:refuse',
  });
});

test('a folder name that a shell would read is not put on a command line', () => {
  const { migrate } = infer({ root: 'packages/$HOME' }).targets;
  expect(migrate).not.toHaveProperty('command');
  expect(migrate!.options?.['message']).toMatchInlineSnapshot(
    `"The name of the folder packages/$HOME holds a character that a shell would read, so no target can pass it on. Rename the folder, or run \`drizzle-guard migrate\` in its folder."`,
  );
});

const script = (name: string) => ({ name, by: 'a script of package.json', isScript: true });

test('where a script has the name of a target, the target is called drizzle-<name>', () => {
  const { targets, metadata } = infer({ taken: [script('migrate'), script('lint')] });
  expect(targets).not.toHaveProperty('migrate');
  expect(targets['drizzle-migrate']!.metadata?.description).toBe(
    'Applies the pending drizzle migrations to the database of an environment. "migrate" is a script of package.json, which takes that name.',
  );
  const names = TARGETS.map((name) => (name === 'migrate' ? 'drizzle-migrate' : name));
  expect(metadata.targetGroups).toEqual({ Drizzle: names });
});

test('what has that name too is said to run instead', () => {
  const { targets, metadata } = infer({ root: '.', taken: [script('check'), script('drizzle-check')] });
  expect(targets['drizzle-check']!.metadata?.description).toBe(
    '"drizzle-check" is a script of package.json: it runs, and drizzle-guard does not. Rename it, or set "targets": { "check": "<name>" } in the options of nx-drizzle in nx.json.',
  );
  expect(metadata.targetGroups['Drizzle']).not.toContain('drizzle-check');
});
