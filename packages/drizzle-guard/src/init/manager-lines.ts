import { HOOK_NAMES, hookLine, type HookName } from './hook-line';
import type { HookManager } from './hook-manager';

/** Hooks start in the root of the work tree. Only husky puts the commands of packages on PATH. */
const BIN = './node_modules/.bin/drizzle-guard';

/**
 * The lines to add by hand for a hook manager that is not ours to write to, and what it cannot do.
 * @param written what its settings or scripts say now; [] is returned where that calls every hook
 */
export function managerAdvice(manager: Exclude<HookManager, { kind: 'husky' }>, written: string): string[] {
  if (HOOK_NAMES.every((name) => written.includes(`hook ${name}`))) return [];
  switch (manager.kind) {
    case 'lefthook':
      return [
        block(
          `lefthook runs the hooks here. Add to ${manager.file}, then run \`lefthook install\`:`,
          lefthook(manager.file),
        ),
      ];
    case 'pre-commit-framework':
      return [
        block(`pre-commit runs the hooks here. Add under "repos" in ${manager.file}:`, preCommitFramework()),
        block('and install every kind of hook that this uses:', [
          `pre-commit install ${HOOK_NAMES.map((name) => `--hook-type ${name}`).join(' ')}`,
        ]),
      ];
    case 'simple-git-hooks':
      return [
        block(
          `simple-git-hooks runs the hooks here. Add to its settings in ${manager.file} (after what a hook has already, with &&), then run \`npx simple-git-hooks\`:`,
          HOOK_NAMES.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(hookLine(name, BIN))},`),
        ),
      ];
    case 'pre-commit-package':
      return [
        block(
          'the package pre-commit runs the hooks here, and it knows no other hook: merges and pushes stay unchecked. husky has them all. Add to package.json:',
          [
            '"scripts": { "drizzle-guard:commit": "drizzle-guard hook pre-commit" }',
            '"pre-commit": ["drizzle-guard:commit"]',
          ],
        ),
      ];
    case 'ghooks':
      return [
        block(
          'ghooks runs the hooks here, and it knows no pre-merge-commit: clean merges stay unchecked. husky has them all. Add to config.ghooks in package.json:',
          HOOK_NAMES.filter((name) => name !== 'pre-merge-commit').map(
            (name) => `${JSON.stringify(name)}: ${JSON.stringify(ghooksLine(name))},`,
          ),
        ),
      ];
    case 'old-husky':
      return [
        `husky ${manager.range} keeps its hooks in another form. Raise it to ^9, then run \`drizzle-guard init\` again`,
      ];
    case 'hooks-path':
      return [
        block(
          `git reads its hooks from ${manager.folder} (core.hooksPath). Add there, to the file of each name:`,
          shell(/^(?:[/~]|\w:|\.\.)/.test(manager.folder)),
        ),
      ];
    case 'own-hooks':
      return [
        block(
          `.git/hooks holds ${manager.names.join(', ')}, which husky would silence. Add to the file of each name there (a new one starts with #!/bin/sh and is executable):`,
          shell(false),
        ),
        `hooks in .git/hooks are not committed, so nobody else has them. To share them, move them to .husky, delete them there, and run \`drizzle-guard init\` again`,
      ];
    case 'no-manifest':
      return [
        'there is no package.json at the root, so there is nothing that could set hooks up in each clone: create one (`npm init -y`), then run `drizzle-guard init` again',
      ];
  }
}

function block(headline: string, lines: readonly string[]): string {
  return [headline, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A folder outside the repository serves others too, which may not have drizzle-guard. */
function shell(shared: boolean): string[] {
  const width = Math.max(...HOOK_NAMES.map((name) => name.length));
  const guard = shared ? `[ ! -e ${BIN} ] || ` : '';
  return HOOK_NAMES.map((name) => `${name.padEnd(width)}  ${guard}${hookLine(name, BIN)}`);
}

function lefthook(file: string): string[] {
  const job = (name: HookName) => ({
    run: `${BIN} hook ${name} {0}`,
    ...(name === 'pre-push' || name === 'post-rewrite' ? { use_stdin: true } : {}),
  });
  if (/\.jsonc?$/.test(file))
    return HOOK_NAMES.map(
      (name) => `"${name}": { "commands": { "drizzle-guard": ${JSON.stringify(job(name))} } },`,
    );
  if (file.endsWith('.toml'))
    return HOOK_NAMES.flatMap((name) => [
      `[${name}.commands.drizzle-guard]`,
      ...Object.entries(job(name)).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
    ]);
  return HOOK_NAMES.flatMap((name) => [
    `${name}:`,
    '  commands:',
    '    drizzle-guard:',
    ...Object.entries(job(name)).map(([key, value]) => `      ${key}: ${value}`),
  ]);
}

/** pre-commit hands on in variables what git gives as arguments and on stdin. */
const FRAMEWORK_COMMANDS: Partial<Record<HookName, string>> = {
  'pre-push': `sh -c 'echo "$PRE_COMMIT_LOCAL_BRANCH $PRE_COMMIT_TO_REF $PRE_COMMIT_REMOTE_BRANCH $PRE_COMMIT_FROM_REF" | ${BIN} hook pre-push "$PRE_COMMIT_REMOTE_NAME" "$PRE_COMMIT_REMOTE_URL"'`,
  'post-merge': `sh -c '${BIN} hook post-merge "$PRE_COMMIT_IS_SQUASH_MERGE"'`,
  'post-rewrite': `sh -c '${BIN} hook post-rewrite "$PRE_COMMIT_REWRITE_COMMAND"'`,
  'post-checkout': `sh -c '${BIN} hook post-checkout "$PRE_COMMIT_FROM_REF" "$PRE_COMMIT_TO_REF" "$PRE_COMMIT_CHECKOUT_TYPE"'`,
};

function preCommitFramework(): string[] {
  return [
    '- repo: local',
    '  hooks:',
    ...HOOK_NAMES.flatMap((name) => [
      `    - id: drizzle-guard-${name}`,
      `      name: drizzle-guard ${name}`,
      `      entry: ${FRAMEWORK_COMMANDS[name] ?? `${BIN} hook ${name}`}`,
      '      language: system',
      `      stages: [${name}]`,
      '      always_run: true',
      '      pass_filenames: false',
    ]),
  ];
}

/** ghooks puts the n-th word of its own command line for $n; git's arguments begin with the third. */
function ghooksLine(name: HookName): string {
  const given: Partial<Record<HookName, string>> = {
    'pre-push': ' $2 $3',
    'post-merge': ' $2',
    'post-rewrite': ' $2',
    'post-checkout': ' $2 $3 $4',
  };
  return `${BIN} hook ${name}${given[name] ?? ''}`;
}
