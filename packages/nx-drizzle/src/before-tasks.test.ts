import { beforeEach, expect, test, vi } from 'vitest';
import { preTasksExecution } from './before-tasks';

const devkit = vi.hoisted(() => ({ readCachedProjectGraph: vi.fn(), createProjectGraphAsync: vi.fn() }));
vi.mock('nx/src/devkit-exports', () => devkit);

function graphWith(...configurations: string[]) {
  const migrate = {
    configurations: Object.fromEntries(configurations.map((name) => [name, {}])),
    options: { command: 'drizzle-guard migrate' },
  };
  return { nodes: { db: { data: { root: 'db', targets: { migrate } } } } };
}

function run(command: string, options?: object): Promise<void> {
  return preTasksExecution(options, { argv: ['node', 'nx', ...command.split(' ')] });
}

beforeEach(() => {
  vi.unstubAllEnvs();
  devkit.readCachedProjectGraph.mockReset().mockReturnValue(graphWith('production'));
  devkit.createProjectGraphAsync.mockReset().mockResolvedValue(graphWith('production'));
});

test.each(['run web:build', 'build web', 'run-many -t build test', 'run db:migrated'])(
  'nx %s does not read the graph',
  async (command) => {
    await run(command);
    expect(devkit.readCachedProjectGraph).not.toHaveBeenCalled();
  },
);

test.each(['run db:migrate:prodution', 'run migrate:prodution', 'run-many -t migrate -c prodution'])(
  'nx %s is refused',
  async (command) => {
    await expect(run(command)).rejects.toThrow('There is no configuration "prodution"');
  },
);

test('a configuration that exists goes through', async () => {
  await run('run db:migrate:production');
  expect(devkit.readCachedProjectGraph).toHaveBeenCalled();
});

test('without a cached graph one is made', async () => {
  devkit.readCachedProjectGraph.mockImplementation(() => {
    throw new Error('No cached ProjectGraph is available.');
  });
  await expect(run('run db:migrate:prodution')).rejects.toThrow('There is no configuration "prodution"');
});

test('a cached graph that Nx was told not to write is not believed', async () => {
  vi.stubEnv('NX_CACHE_PROJECT_GRAPH', 'false');
  devkit.createProjectGraphAsync.mockResolvedValue(graphWith('production', 'qa'));
  await run('run db:migrate:qa');
  await expect(run('run db:migrate:prodution')).rejects.toThrow('There is no configuration "prodution"');
});

test('where Nx cannot say which projects there are, nothing is run', async () => {
  devkit.readCachedProjectGraph.mockImplementation(() => {
    throw new Error('none');
  });
  devkit.createProjectGraphAsync.mockRejectedValue(new Error('broken workspace'));
  await expect(run('run db:migrate:production')).rejects.toThrow('broken workspace');
});

test("a target's own name tells that a specifier holds a configuration", async () => {
  devkit.readCachedProjectGraph.mockReturnValue({
    nodes: {
      db: { data: { root: 'db', targets: { lift: { options: { command: 'drizzle-guard migrate' } } } } },
    },
  });
  await expect(run('run lift:typo', { targets: { migrate: 'lift' } })).rejects.toThrow(
    'no configuration "typo"',
  );
});

test('what has the name of a target is said before it runs, and what is cached', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { migrate } = graphWith('production').nodes.db.data.targets;
  const targets = {
    migrate: { executor: 'nx:run-script', metadata: { scriptContent: 'drizzle-kit migrate' } },
    'drizzle-migrate': migrate,
    check: { cache: true, options: { command: 'drizzle-guard check' } },
  };
  devkit.readCachedProjectGraph.mockReturnValue({ nodes: { db: { data: { root: 'db', targets } } } });
  await run('run-many -t migrate check build');
  await run('run db:drizzle-migrate');
  await expect(run('run db:migrate:production')).rejects.toThrow(
    "db:migrate is a script of package.json and does not run drizzle-guard; drizzle-guard's is db:drizzle-migrate; it has no configurations",
  );
  expect(said.mock.calls.map(([text]) => text)).toEqual([
    "nx-drizzle: db:migrate is a script of package.json and does not run drizzle-guard; drizzle-guard's is db:drizzle-migrate\n",
    expect.stringMatching(/^nx-drizzle: db:check is set to be cached/),
  ]);
  said.mockRestore();
});
