import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { initFacts, memoryFiles } from '../../../test/support/init-facts';
import { Configuration } from '../../workspace/configuration';
import { pipelineFor } from '../plan-edits';
import { planCi, undoCi } from './plan-ci';
import type { Pipeline } from './pipeline';
import { PROVIDERS } from './providers';

type Document = ReturnType<typeof JSON.parse>;

const ENVIRONMENTS = {
  production: { urlEnv: 'PRODUCTION_URL', remember: true },
  development: { applyAfterMerge: true },
  'the qa': { like: 'staging', urlEnv: 'QA_URL' },
  scratch: { like: 'development', urlEnv: 'X' },
  staging: { urlEnv: 'STAGING_URL', remember: true, backup: { to: 'kept' } },
};

function pipeline(
  files: Record<string, string> = { 'package-lock.json': '' },
  environments: object = ENVIRONMENTS,
  databases: object = {},
): Pipeline {
  const facts = initFacts({ 'package.json': '{}', ...files }, { remoteHead: 'origin/trunk/next' });
  return pipelineFor(facts, v.parse(Configuration, { environments, databases }));
}
const written = (provider: 'github' | 'gitlab', ...given: Parameters<typeof pipeline>) =>
  planCi(memoryFiles({}), provider, pipeline(...given)).edits[0]!.after;

test('the branch, and every environment that is none of a developer’s, production last', () => {
  const { branch, environments } = pipeline();
  expect(branch).toBe('trunk/next');
  expect(environments).toEqual([
    { name: 'the qa', variables: ['QA_URL'], remember: false, backups: '.drizzle-guard/backups' },
    { name: 'staging', variables: ['STAGING_URL'], remember: true, backups: 'kept' },
    { name: 'production', variables: ['PRODUCTION_URL'], remember: true, backups: '.drizzle-guard/backups' },
  ]);
});

test('an environment that databases alone have a connection for is one too', () => {
  const databases = {
    shop: { dir: 'shop', urlEnv: { production: 'SHOP', staging: 'SHOP_STAGING', development: 'LOCAL' } },
    left: false,
  };
  const found = (environments: object) =>
    pipeline({}, environments, databases).environments.map(({ name, variables }) => [name, variables]);
  const both = [
    ['staging', ['SHOP_STAGING']],
    ['production', ['SHOP']],
  ];
  expect(found({})).toEqual(both);
  expect(found({ production: {} })).toEqual(both);
});

test('GitHub: pull requests and the merge queue are checked, a push migrates one environment after another', () => {
  const { on, jobs, permissions } = parse(written('github')) as Document;
  const push = { branches: ['trunk/next'] };
  expect(on).toEqual({ pull_request: null, merge_group: null, push, workflow_dispatch: null });
  expect(permissions).toEqual({ contents: 'read' });
  expect(Object.keys(jobs)).toEqual([
    ...['check', 'rebase', 'migrate-the-qa', 'migrate-staging', 'migrate-production'],
  ]);
  const production = jobs['migrate-production'];
  expect(production).toMatchObject({
    ...{ needs: 'migrate-staging', environment: 'production', permissions: { contents: 'write' } },
    concurrency: { group: 'drizzle-production', 'cancel-in-progress': false },
  });
  expect(jobs['migrate-the-qa']).not.toHaveProperty('permissions');
  for (const { steps } of Object.values(jobs) as Document[])
    expect(steps[0]).toMatchObject({ uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } });
  const secretive = production.steps.filter(({ env }: Document) => env?.PRODUCTION_URL !== undefined);
  // An install runs scripts of packages, and has no business with secrets.
  expect(secretive.map(({ name }: Document) => name)).toEqual(['Show what would be applied', 'Migrate']);
  expect(secretive[1].env).toEqual({
    DRIZZLE_GUARD_ENVIRONMENT: 'production',
    PRODUCTION_URL: '${{ secrets.PRODUCTION_URL }}',
  });
});

test('GitHub: what makes a shadow on a server is given its address', () => {
  const facts = initFacts({ 'package.json': '{}' }, { remoteHead: 'origin/main' });
  const stated = v.parse(Configuration, {
    environments: { staging: { urlEnv: 'STAGING_URL' } },
    shadow: { urlEnv: 'SCRATCH_URL' },
    databases: { shop: { dir: 'shop', shadow: { urlEnv: 'SHOP_SCRATCH_URL' } }, logs: { dir: 'logs' } },
  });
  const text = planCi(memoryFiles({}), 'github', pipelineFor(facts, stated)).edits[0]!.after!;
  const { jobs } = parse(text) as Document;
  const given = (job: string) =>
    jobs[job].steps.flatMap(({ name, env }: Document) => (env ? [[name, Object.keys(env)]] : []));
  const shadows = ['SCRATCH_URL', 'SHOP_SCRATCH_URL'];
  expect(given('check')).toEqual([
    ['Check', shadows],
    ['Rehearse', shadows],
  ]);
  const variables = ['DRIZZLE_GUARD_ENVIRONMENT', 'STAGING_URL', ...shadows];
  expect(given('migrate-staging')).toEqual([
    ['Show what would be applied', variables],
    ['Migrate', variables],
  ]);
});

test('GitLab: merge requests and trains are checked, and what is in the middle is not ended', () => {
  const jobs = parse(written('gitlab')) as Document;
  expect(Object.keys(jobs)).toEqual([
    ...['.drizzle', 'drizzle-check', 'drizzle-rebase', 'drizzle-migrate-the-qa', 'drizzle-migrate-staging'],
    'drizzle-migrate-production',
  ]);
  expect(jobs['drizzle-migrate-production']).toMatchObject({
    ...{ needs: ['drizzle-migrate-staging'], resource_group: 'drizzle-production', interruptible: false },
    variables: { DRIZZLE_GUARD_ENVIRONMENT: 'production' },
  });
  expect(jobs['drizzle-migrate-the-qa']).not.toHaveProperty('after_script');
});

test('a branch is moved where somebody asks for it, and no other job may write to it', () => {
  const { check, rebase } = (parse(written('github')) as Document).jobs;
  expect(rebase).toMatchObject({
    if: "github.event_name == 'workflow_dispatch' && github.ref_name != 'trunk/next'",
    permissions: { contents: 'write' },
  });
  expect(rebase.steps.slice(-2).map(({ run }: Document) => run)).toEqual([
    'npx drizzle-guard rebase --onto origin/trunk/next --ci',
    'git push origin "HEAD:$GITHUB_REF_NAME"',
  ]);
  expect(check).not.toHaveProperty('permissions');
  const { rules, script } = (parse(written('gitlab')) as Document)['drizzle-rebase'];
  expect(rules).toMatchObject([{ when: 'manual', allow_failure: true }]);
  expect(script[1].trim()).toBe(
    'npx drizzle-guard rebase --onto "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" --ci',
  );
});

test.each([
  [{ 'package-lock.json': '' }, ['npm ci'], 'npx drizzle-guard'],
  [{}, ['npm install'], 'npx drizzle-guard'],
  [{ 'pnpm-lock.yaml': '' }, [/corepack/, 'pnpm install --frozen-lockfile'], 'pnpm exec drizzle-guard'],
  [{ 'yarn.lock': '' }, [/corepack/, 'yarn install --frozen-lockfile'], 'yarn drizzle-guard'],
  [{ 'yarn.lock': '', '.yarnrc.yml': '' }, [/corepack/, 'yarn install --immutable'], 'yarn drizzle-guard'],
  [{ 'bun.lock': '' }, [/bun/, 'bun install --frozen-lockfile'], 'bunx drizzle-guard'],
])('%j is installed by its own package manager', (files, install, run) => {
  const { install: lines, run: typed } = pipeline(files);
  expect(lines).toHaveLength(install.length);
  lines.forEach((line, at) => expect(line).toMatch(install[at]!));
  expect(typed('check')).toBe(`${run} check`);
});

test.each(PROVIDERS)(
  '%s: nothing is written twice, nothing over what is there, and undone only as written',
  (provider) => {
    const [edit] = planCi(memoryFiles({}), provider, pipeline()).edits;
    const { file, after } = edit!;
    const there = (text: string) => memoryFiles({ [file]: text });
    expect(planCi(there(after), provider, pipeline()).edits).toEqual([]);
    expect(() => planCi(there(`${after}# mine\n`), provider, pipeline())).toThrow(`${file} is there already`);
    expect(undoCi(there(after), pipeline()).edits).toMatchObject([{ file, after: null }]);
    expect(undoCi(there(`${after}# mine\n`), pipeline())).toMatchObject({
      ...{ edits: [], advice: [expect.stringContaining('delete it by hand')] },
    });
    expect(undoCi(there('on: push\n'), pipeline())).toEqual({ edits: [], advice: [] });
  },
);

test('what is left to people is said: secrets, the include, and that there is nothing to migrate', () => {
  const said = (provider: 'github' | 'gitlab', environments: object) =>
    planCi(memoryFiles({}), provider, pipeline({}, environments)).advice;
  expect(said('github', { staging: { urlEnv: 'A' } })).toEqual([
    'set as a secret of the environment: A of staging',
  ]);
  const own = {
    shop: { dir: 'shop', urlEnv: { staging: 'SHOP' } },
    more: { dir: 'more', urlEnv: { staging: 'A' } },
  };
  expect(planCi(memoryFiles({}), 'github', pipeline({}, { staging: { urlEnv: 'A' } }, own)).advice).toEqual([
    'set as a secret of the environment: A of staging, SHOP of staging',
  ]);
  expect(said('github', {})[0]).toContain('names no environment to migrate');
  expect(said('gitlab', { qa: {} })).toEqual([
    expect.stringContaining('include:\n  - local: .gitlab/drizzle.yml'),
    expect.stringContaining('qa has no "urlEnv"'),
  ]);
});
