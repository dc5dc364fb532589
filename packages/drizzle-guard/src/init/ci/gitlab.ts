import { REPORT, rememberLines, takeUpLines, type Pipeline, type PipelineEnvironment } from './pipeline';

/** What `.gitlab-ci.yml` includes. Merge trains run as merge requests do. Pure. */
export function gitlabText(pipeline: Pipeline): string {
  const { branch, install, run, environments } = pipeline;
  const jobs = environments.map((environment, at) =>
    migrateJob(pipeline, environment, environments[at - 1]?.name ?? null),
  );
  return `# Written by \`drizzle-guard init --ci gitlab\`, and yours to change: docs/pipelines.md of drizzle-guard says what each step is for.
.drizzle:
  image: node:lts
  variables:
    # The history decides what has landed.
    GIT_DEPTH: '0'
  before_script:
${script(install)}
drizzle-check:
  extends: .drizzle
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
${script([
  `git fetch --quiet origin "\${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-${branch}}:refs/remotes/origin/\${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-${branch}}"`,
  `git remote set-head origin "\${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-${branch}}"`,
  run('check --base auto'),
  `${run('rehearse --format markdown')} > rehearsal.md`,
])}  artifacts:
    when: always
    paths:
      - rehearsal.md

# By hand, in a merge request: its migrations go behind those that have landed.
drizzle-rebase:
  extends: .drizzle
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      when: manual
      allow_failure: true
  script:
${script([
  [
    'git fetch --quiet origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:refs/remotes/origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"',
    'git fetch --quiet origin "$CI_MERGE_REQUEST_SOURCE_BRANCH_NAME:refs/remotes/origin/$CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"',
    'git checkout --quiet -B drizzle-rebase "origin/$CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"',
  ].join('\n'),
  run('rebase --onto "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" --ci'),
  'git push origin "HEAD:$CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"',
])}${jobs.join('')}`;
}

function migrateJob(
  { branch, run }: Pipeline,
  environment: PipelineEnvironment,
  after: string | null,
): string {
  const { name, backups, remember } = environment;
  const lines = [
    ...(remember ? [takeUpLines(branch).join('\n')] : []),
    run('migrate --dry-run'),
    run(`migrate --report ${REPORT}`),
  ];
  const commit = remember
    ? `  after_script:\n${script([rememberLines(environment, branch).join('\n')])}`
    : '';
  return `
drizzle-migrate-${jobName(name)}:
  extends: .drizzle
${after === null ? '' : `  needs:\n    - drizzle-migrate-${jobName(after)}\n`}  rules:
    - if: $CI_COMMIT_BRANCH == "${branch}" && $CI_PIPELINE_SOURCE == "push"
  # Its protection and its variables${environment.variables.length === 0 ? '' : ` (${environment.variables.join(', ')})`} are in the settings of the project.
  environment: '${name}'
  resource_group: drizzle-${jobName(name)}
  interruptible: false
  variables:
    DRIZZLE_GUARD_ENVIRONMENT: '${name}'
  # What the environment demands (check, rehearse, backup) comes first, and its health checks come after.
  script:
${script(lines)}${commit}  artifacts:
    when: always
    access: developer
    expire_in: 14 days
    paths:
      - ${backups}
      - ${REPORT}
`;
}

function jobName(environment: string): string {
  return environment.replaceAll(/[^\w-]/g, '-');
}

/** A list of commands, each as it is: several lines are one command. */
function script(lines: readonly string[]): string {
  return lines.map((line) => `    - |\n${line.replaceAll(/^/gm, '      ')}\n`).join('');
}
