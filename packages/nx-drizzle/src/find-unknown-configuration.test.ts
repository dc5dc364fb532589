import { describe, expect, test } from 'vitest';
import { findUnknownConfiguration } from './find-unknown-configuration';
import type { ProjectNodes, TargetNode } from './nx-types';
import { parseOptions } from './options';
import { parseRunArguments } from './parse-run-arguments';

function drizzleTarget(...configurations: string[]): TargetNode {
  return {
    executor: 'nx:run-commands',
    configurations: Object.fromEntries(configurations.map((name) => [name, {}])),
    options: { command: 'drizzle-guard migrate' },
  };
}

const NODES: ProjectNodes = {
  '@acme/db': {
    data: {
      root: 'packages/db',
      targets: {
        migrate: drizzleTarget('development', 'production', 'qa'),
        status: drizzleTarget('development', 'production'),
        check: drizzleTarget(),
      },
    },
  },
  orders: {
    data: {
      root: 'packages/orders',
      targets: {
        migrate: drizzleTarget('development', 'production'),
        'drizzle:up': { configurations: { eu: {} }, options: { command: 'drizzle-guard up' } },
        build: { executor: 'nx:run-commands', configurations: { production: {} } },
      },
    },
  },
  web: {
    data: { root: 'apps/web', targets: { build: { configurations: { production: {} } }, migrate: {} } },
  },
};

/** With a project in which something else has the names of two targets. */
const WITH_LEGACY: ProjectNodes = {
  ...NODES,
  legacy: {
    data: {
      root: 'legacy',
      targets: {
        migrate: { executor: 'nx:run-script', metadata: { scriptContent: 'drizzle-kit migrate' } },
        check: { executor: 'nx:run-script', metadata: { scriptContent: 'eslint .' } },
        status: { executor: '@acme/tool:status', configurations: { production: {} } },
        'drizzle-migrate': drizzleTarget('development', 'production'),
        'drizzle-check': drizzleTarget(),
      },
    },
  },
};

function find(command: string, nodes = NODES): string | null {
  const run = parseRunArguments(['node', 'nx', ...command.split(' ')]);
  return findUnknownConfiguration(run, nodes, parseOptions({}));
}

describe('goes through', () => {
  test.each([
    'run orders:migrate',
    'run orders:migrate:production',
    'run orders:migrate -c production',
    'run orders:migrate --prod',
    'run @acme/db:migrate:qa',
    'run db:migrate:qa',
    'run packages/orders:migrate:development',
    'run migrate:qa',
    'run orders:drizzle:up:eu',
    'run orders:migrate:typo -c production',
    'migrate orders -c production',
    'run-many -t migrate -c production -p orders',
    'run-many -t migrate status check -c production',
    'run-many -t migrate -c qa -p db',
    'run-many -t migrate -c qa --exclude orders',
    'run-many -t migrate -c qa -p @acme/*',
    'run-many -t migrate',
    'run-many -t build -c typo',
    'run-many -t check -c typo',
    'affected -t migrate -c qa',
    'affected -t build -c typo',
    'run db:check -c typo',
    'run web:build:typo',
    'run web:migrate:typo',
    'run nothing:there:typo',
    'run orders:nothing:typo',
    'run',
    'show project db',
    'release publish',
  ])('nx %s', (command) => {
    expect(find(command)).toBeNull();
  });
});

describe('is refused', () => {
  test.each([
    'run orders:migrate:prodution',
    'run orders:migrate -c typo',
    'run -c typo orders:migrate',
    'run -t migrate -p orders -c typo',
    'run orders:drizzle:up:production',
    'run packages/orders:migrate:typo',
    'migrate orders -c typo',
    'status -c typo',
    'status db -c typo',
    'run migrate:typo',
    'run db:check:typo',
    'run-many -t migrate -c typo',
    'run-many -t migrate -c qa',
    'run-many -t build,migrate -c qa -p orders web',
    'run-many --targets=migrate --configuration=typo --projects=db',
    'run-many -t migrate -c typo -p tag:x',
    'run-many -t migrate status check -c typo',
    'affected -t migrate -c typo',
  ])('nx %s', (command) => {
    expect(find(command)).toContain('Nothing was run.');
  });
});

describe('says', () => {
  test('what exists, and the configuration that is spelled most alike', () => {
    expect(find('run db:migrate:prodution')).toMatchInlineSnapshot(`
      "There is no configuration "prodution":
        - @acme/db:migrate has development, production, qa
      Nx would run the default instead of it. Nothing was run.
        help: name a configuration that exists, as in \`nx run @acme/db:migrate:production\`"
    `);
  });

  test('all targets that lack it, and no others', () => {
    expect(find('run-many -t migrate status check -c qa')).toMatchInlineSnapshot(`
      "There is no configuration "qa":
        - @acme/db:status has development, production
        - orders:migrate has development, production
      Nx would run the default instead of it. Nothing was run.
        help: name a configuration that exists, as in \`nx run @acme/db:status:development\`"
    `);
  });

  test('that a target has no configurations', () => {
    expect(find('run db:check:typo')).toMatchInlineSnapshot(`
      "There is no configuration "typo":
        - @acme/db:check has no configurations
      Nx would run the default instead of it. Nothing was run.
        help: run it without a configuration: \`nx run @acme/db:check\`"
    `);
  });

  test('that a script took the name, and what to run', () => {
    expect(find('run legacy:migrate:production', WITH_LEGACY)).toMatchInlineSnapshot(`
      "There is no configuration "production":
        - legacy:migrate is a script of package.json and does not run drizzle-guard; drizzle-guard's is legacy:drizzle-migrate; it has no configurations
      Nx would run the default instead of it. Nothing was run.
        help: name a configuration that exists, as in \`nx run legacy:drizzle-migrate:production\`"
    `);
  });
});

describe('beside a target that is not ours', () => {
  test.each([
    'run legacy:migrate:production',
    'run legacy:migrate -c staging',
    'run-many -t migrate -c production',
    'affected -t migrate -c production',
    'run legacy:status:staging',
    'run legacy:check:production',
  ])('nx %s is refused', (command) => {
    expect(find(command, WITH_LEGACY)).toContain('does not run drizzle-guard');
  });

  test.each([
    'run legacy:drizzle-migrate:production',
    'run legacy:status:production',
    'run-many -t check migrate -c production -p orders',
    'run-many -t check -c production',
    'run legacy:migrate',
  ])('nx %s goes through', (command) => {
    expect(find(command, WITH_LEGACY)).toBeNull();
  });
});
