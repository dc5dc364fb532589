import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import {
  drizzleConfig,
  hasPostgresPrograms,
  isLong,
  repositoryRoot,
  withRepository,
  type Repository,
} from 'testkit';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { onPostgres, withDatabase, type Database } from '../engines/postgres/fixtures';
import { db, steps } from '../hooks/fixtures';

type Document = ReturnType<typeof JSON.parse>;
type Env = Record<string, string>;

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
const CONFIG = drizzleConfig({ dialect: 'postgresql', schema: './src/schema.ts' });

/** A repository with a remote, whose package manager installs nothing, because all of it is there. */
function withPipeline(use: (repository: Repository, urls: Env, databases: Database[]) => Promise<void>) {
  return withDatabase((staging) =>
    withDatabase((production) => {
      const configuration = {
        environments: {
          staging: { urlEnv: 'STAGING_URL', remember: true, verify: [['node', '-e', '0']] },
          production: { urlEnv: 'PRODUCTION_URL', remember: true },
        },
      };
      const files = {
        'package.json': '{ "name": "w" }',
        '.gitignore': 'stubs\nsummary.md\nrehearsal.md\n.drizzle-guard\n',
        ...db({ 'db/drizzle.config.ts': CONFIG }, configuration),
      };
      return withRepository(files, async (repository) => {
        repository.addRemote();
        repository.write({
          'stubs/npm': '#!/bin/sh\nexit 0\n',
          'stubs/npx': `#!/bin/sh\nshift\nexec '${process.execPath}' '${BIN}' "$@"\n`,
        });
        for (const name of ['npm', 'npx']) chmodSync(path.join(repository.dir, 'stubs', name), 0o755);
        const urls = { STAGING_URL: staging.url, PRODUCTION_URL: production.url };
        await use(repository, urls, [staging, production]);
      });
    }),
  );
}

/** Runs what a step runs, as a runner does. */
function run({ dir, env }: Repository, script: string, more: Env): string {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    cwd: dir,
    env: {
      ...env,
      ...{ CI: 'true', GITHUB_STEP_SUMMARY: path.join(dir, 'summary.md') },
      ...more,
      PATH: `${path.join(dir, 'stubs')}:${process.env['PATH']}`,
    },
    encoding: 'utf8',
  });
  expect(status, `${script}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

/** Runs the steps of a job of GitHub's, one after another, with its secrets. */
function runJob(repository: Repository, { steps: all }: Document, secrets: Env): string {
  return (all as Document[])
    .filter((step) => step.run !== undefined)
    .map((step) => {
      const given = Object.entries((step.env ?? {}) as Env).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{\{ secrets\.(\w+) \}\}/g, (_all, secret: string) => secrets[secret]!),
      ]);
      return run(repository, step.run, Object.fromEntries(given) as Env);
    })
    .join('');
}

/** A branch with a migration of its own on top of what has landed. */
function branchOff({ prepare, commit }: Repository): void {
  prepare('checkout', '--quiet', '-b', 'feat');
  commit('A nickname', {
    ...steps({ tag: '0003_nick', column: 'nick' }),
  });
}

const tablesOf = async ({ sql }: Database) =>
  (await sql("select tablename as name from pg_tables where schemaname = 'public' order by 1")).map(
    ({ name }) => name,
  );

onPostgres('every step of a workflow, from the pull request to what staging is remembered to have', () =>
  withPipeline(async (repository, secrets, [staging, production]) => {
    const { bin, env, read, prepare, commit } = repository;
    expect(bin(['init', '--ci', 'github', '--no-apply-after-merge'], { env }).exitCode).toBe(0);
    commit('A pipeline');
    prepare('push', '--quiet', 'origin', 'main');
    const { jobs } = parse(read('.github/workflows/drizzle.yml')) as Document;

    branchOff(repository);
    runJob(repository, jobs.check, {});
    expect(read('summary.md')).toMatch(/0003.*nick/);

    prepare('checkout', '--quiet', 'main');
    prepare('merge', '--quiet', 'feat');
    prepare('push', '--quiet', 'origin', 'main');
    runJob(repository, jobs['migrate-staging'], secrets);
    expect(await tablesOf(staging!)).toEqual(['entries', 'users']);
    const deployed = () =>
      JSON.parse(prepare('show', 'origin/main:drizzle-guard.deployed.json')).environments as Document;
    expect(deployed().staging.db.newest.migration).toBe('0003_nick');
    expect(prepare('log', '-1', '--format=%s', 'origin/main')).toBe('How far staging is [skip ci]');
    expect(prepare('show', '--name-only', '--format=', 'origin/main')).toBe('drizzle-guard.deployed.json');
    const again = runJob(repository, jobs['migrate-staging'], secrets);
    expect(again).toContain('nothing is pending');
    expect(prepare('log', '-2', '--format=%s', 'origin/main').split('\n')[1]).not.toContain('How far');

    if (!isLong || !hasPostgresPrograms()) return;
    runJob(repository, jobs['migrate-production'], secrets);
    expect(await tablesOf(production!)).toEqual(['entries', 'users']);
    expect(Object.keys(deployed())).toEqual(['production', 'staging']);
  }),
);

const ofGitlab = test.runIf(isLong);

ofGitlab('every command of a pipeline of GitLab', () =>
  withPipeline(async (repository, urls, [staging]) => {
    const { bin, env, read, prepare, commit } = repository;
    expect(bin(['init', '--ci', 'gitlab', '--no-apply-after-merge'], { env }).exitCode).toBe(0);
    commit('A pipeline');
    prepare('push', '--quiet', 'origin', 'main');
    const jobs = parse(read('.gitlab/drizzle.yml')) as Document;
    const runAll = (name: string) =>
      [jobs['.drizzle'].before_script, jobs[name].script, jobs[name].after_script ?? []]
        .flat()
        .forEach((line: string) => run(repository, line, { ...urls, ...jobs[name].variables }));

    branchOff(repository);
    runAll('drizzle-check');
    expect(read('rehearsal.md')).toMatch(/0003.*nick/);
    prepare('checkout', '--quiet', 'main');
    prepare('merge', '--quiet', 'feat');
    prepare('push', '--quiet', 'origin', 'main');
    runAll('drizzle-migrate-staging');
    expect(await tablesOf(staging!)).toEqual(['entries', 'users']);
    expect(prepare('show', 'origin/main:drizzle-guard.deployed.json')).toMatch(/0003.*nick/);
  }),
);

test.runIf(isLong).each(['github', 'gitlab'] as const)(
  '%s: a branch that comes late is moved and pushed',
  (provider) =>
    withPipeline(async (repository) => {
      const { bin, env, read, prepare, commit } = repository;
      expect(bin(['init', '--ci', provider, '--no-apply-after-merge'], { env }).exitCode).toBe(0);
      commit('A pipeline');
      prepare('push', '--quiet', 'origin', 'main');
      branchOff(repository);
      prepare('push', '--quiet', 'origin', 'feat');
      prepare('checkout', '--quiet', 'main');
      commit('A city', steps({ tag: '0003_city', column: 'users.city' }));
      prepare('push', '--quiet', 'origin', 'main');
      // As a runner begins: the branch, and what has been fetched.
      prepare('checkout', '--quiet', 'feat');
      if (provider === 'github') {
        const { jobs } = parse(read('.github/workflows/drizzle.yml')) as Document;
        for (const { run: line } of jobs.rebase.steps as Document[])
          if (line) run(repository, line, { GITHUB_REF_NAME: 'feat' });
      } else {
        const jobs = parse(read('.gitlab/drizzle.yml')) as Document;
        const names = {
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'feat',
        };
        for (const line of jobs['drizzle-rebase'].script as string[]) run(repository, line, names);
      }
      expect(prepare('log', '-1', '--format=%an: %s', 'origin/feat')).toMatch(
        /^drizzle-guard: Move 0003_nick → 0004_nick/,
      );
      prepare('checkout', '--quiet', '-B', 'feat', 'origin/feat');
      expect(bin(['check', '--base', 'origin/main'], { env }).exitCode).toBe(0);
    }),
);
