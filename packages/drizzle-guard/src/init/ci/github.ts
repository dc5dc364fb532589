import { REPORT, rememberLines, takeUpLines, type Pipeline, type PipelineEnvironment } from './pipeline';

/** The workflow of GitHub Actions. Pure. */
export function githubText(pipeline: Pipeline): string {
  const { branch, run, environments, shadows } = pipeline;
  const env = shadows.length === 0 ? '' : `        env:\n${secrets(shadows)}`;
  const jobs = environments.map((environment, at) =>
    migrateJob(pipeline, environment, environments[at - 1]?.name ?? null),
  );
  return `# Written by \`drizzle-guard init --ci github\`, and yours to change: docs/pipelines.md of drizzle-guard says what each step is for.
name: drizzle
on:
  pull_request:
  merge_group:
  push:
    branches: ['${branch}']
  # On the branch of a pull request, by hand or by a robot: its migrations go behind those that have landed.
  workflow_dispatch:
permissions:
  contents: read

jobs:
  check:
    if: github.event_name == 'pull_request' || github.event_name == 'merge_group'
    runs-on: ubuntu-latest
    steps:
${setUp(pipeline)}
      - name: Say which branch this lands on
        run: git remote set-head origin "\${GITHUB_BASE_REF:-${branch}}"
      - name: Check
${env}        run: ${run('check --base auto --format github')}
      - name: Rehearse
${env}        run: ${run('rehearse --format markdown')} >> "$GITHUB_STEP_SUMMARY"

  rebase:
    if: github.event_name == 'workflow_dispatch' && github.ref_name != '${branch}'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
${setUp(pipeline)}
      - name: Move its migrations
        run: ${run(`rebase --onto origin/${branch} --ci`)}
      - name: Push
        run: git push origin "HEAD:$GITHUB_REF_NAME"
${jobs.join('')}`;
}

function setUp({ install }: Pipeline): string {
  return `      - uses: actions/checkout@v4
        with:
          # The history decides what has landed.
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: lts/*
      - name: Install
        run: ${block(install, 10)}`;
}

function migrateJob(pipeline: Pipeline, environment: PipelineEnvironment, after: string | null): string {
  const { name, variables, backups, remember } = environment;
  const { branch, run, shadows } = pipeline;
  const env = `          DRIZZLE_GUARD_ENVIRONMENT: '${name}'\n${secrets([...variables, ...shadows])}`;
  const permissions = remember ? `    permissions:\n      contents: write\n` : '';
  const takeUp = remember
    ? `      - name: Take up how far the others are\n        run: ${block(takeUpLines(branch), 10)}\n`
    : '';
  const commit = remember
    ? `      - name: Remember how far ${name} is\n        if: \${{ !cancelled() }}\n        run: ${block(rememberLines(environment, branch), 10)}\n`
    : '';
  return `
  migrate-${jobName(name)}:
    if: github.event_name == 'push'
${after === null ? '' : `    needs: migrate-${jobName(after)}\n`}    runs-on: ubuntu-latest
    # Its protection rules and secrets are in the settings of the repository.
    environment: '${name}'
    concurrency:
      group: drizzle-${jobName(name)}
      cancel-in-progress: false
${permissions}    steps:
${setUp(pipeline)}
${takeUp}      - name: Show what would be applied
        env:
${env}        run: ${run('migrate --dry-run')}
      # What the environment demands (check, rehearse, backup) comes first, and its health checks come after.
      - name: Migrate
        env:
${env}        run: ${run(`migrate --report ${REPORT}`)}
${commit}      # Who can read a repository can read what its workflows keep.
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() && github.event.repository.private }}
        with:
          name: drizzle-${jobName(name)}
          path: |
            ${backups}
            ${REPORT}
          include-hidden-files: true
          if-no-files-found: ignore
          retention-days: 14
`;
}

function secrets(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('');
}

/** What a job may be called. */
function jobName(environment: string): string {
  return environment.replaceAll(/[^\w-]/g, '-');
}

/** One line as it is, more as a block. */
function block(lines: readonly string[], indent: number): string {
  const space = ' '.repeat(indent);
  return `|\n${lines.map((line) => `${space}${line}`).join('\n')}`;
}
