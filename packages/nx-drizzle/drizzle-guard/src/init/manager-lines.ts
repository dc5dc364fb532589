import { shellWord } from '../text/shell-word';
import { HOOK_NAMES, hookLine, type HookCommand, type HookName } from './hook-line';
import type { HookManager } from './hook-manager';
import { ghooksLines, preCommitPackageLines, simpleGitHooksEntries, simpleGitHooksLines } from './json-lines';
import { lefthookLines } from './lefthook-lines';

/**
 * The lines to add by hand for a hook manager that is not ours to write to, and what it cannot do.
 * @param written what its settings or scripts say now; [] is returned where that calls every hook
 * @param dependencies of package.json, which bring commands
 */
export function managerAdvice(
  manager: Exclude<HookManager, { kind: 'husky' }>,
  written: string,
  command: HookCommand,
  dependencies: Readonly<Record<string, string>> = {},
): string[] {
  const packaged = (name: string) => (name in dependencies ? `npx ${name}` : name);
  if (HOOK_NAMES.every((name) => written.includes(`hook ${name}`))) return [];
  switch (manager.kind) {
    case 'lefthook': {
      const { how, lines } = lefthookLines(manager.file, written, command);
      const then = lines.length > 0 ? `, then run \`${packaged('lefthook')} install\`:` : '';
      return [block(`lefthook runs the hooks here. ${how}${then}`, lines)];
    }
    case 'pre-commit-framework':
      return [
        block(
          `pre-commit runs the hooks here. Add under "repos" in ${manager.file}:`,
          preCommitFramework(written, command),
        ),
        block('and install every kind of hook that this uses:', [
          `pre-commit install ${HOOK_NAMES.map((name) => `--hook-type ${name}`).join(' ')}`,
        ]),
      ];
    case 'simple-git-hooks':
      return [adviseOnSimpleGitHooks(manager.file, written, command)];
    case 'pre-commit-package':
      return [
        block(
          'the package pre-commit runs the hooks here, and it knows no other hook: merges and pushes stay unchecked. husky has them all. Put this in the place of "scripts" and "pre-commit" of package.json:',
          preCommitPackageLines(written),
        ),
      ];
    case 'ghooks':
      return [
        block(
          'ghooks runs the hooks here, and it knows no pre-merge-commit: clean merges stay unchecked. husky has them all. Put this in the place of "config" of package.json:',
          ghooksLines(written, command),
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
          shell(command, /^(?:[/~]|\w:|\.\.)/.test(manager.folder)),
        ),
      ];
    case 'own-hooks':
      return [
        block(
          `.git/hooks holds ${manager.names.join(', ')}, which husky would silence. Add to the file of each name there (a new one starts with #!/bin/sh and is executable):`,
          shell(command, false),
        ),
        manager.husky === null
          ? 'hooks in .git/hooks are not committed, so nobody else has them'
          : block('hooks in .git/hooks are not committed, so nobody else has them. To share them by husky:', [
              `mkdir -p ${shellWord(manager.husky)}`,
              `mv ${manager.names.map((name) => `.git/hooks/${name}`).join(' ')} ${shellWord(manager.husky)}`,
              `git config core.hooksPath ${shellWord(`${manager.husky}/_`)}`,
              'npx drizzle-guard init',
            ]),
      ];
    case 'no-manifest':
      return [
        'there is no package.json that could set hooks up in each clone: create one (`npm init -y`), then run `drizzle-guard init` again',
      ];
  }
}

/** Behind an empty line stands what is pasted as it is. */
function block(headline: string, lines: readonly string[]): string {
  return lines.length === 0 ? headline : [headline, '', ...lines].join('\n');
}

/**
 * In a script of one's own a line that fails does not end it. A folder outside the repository serves others too, which
 * may not have drizzle-guard.
 */
function shell(command: HookCommand, shared: boolean): string[] {
  const width = Math.max(...HOOK_NAMES.map((name) => name.length));
  const line = (name: HookName) => {
    if (name.startsWith('post-')) return hookLine(name, command);
    const call = `${command.run} hook ${name} "$@" || exit`;
    return shared ? `[ ! -e ${command.installed} ] || ${call}` : `${hookLine(name, command)} || exit`;
  };
  return HOOK_NAMES.map((name) => `${name.padEnd(width)}  ${line(name)}`);
}

function adviseOnSimpleGitHooks(file: string, written: string, command: HookCommand): string {
  const run = 'then run `npx simple-git-hooks`:';
  const after = simpleGitHooksLines(file, written, command);
  if (after !== null)
    return block(
      `simple-git-hooks runs the hooks here. Put this in the place of ${after.of}, ${run}`,
      after.lines,
    );
  return block(
    `simple-git-hooks runs the hooks here. Add to its settings in ${file} (after what a hook has already, as \`<that> && { <this>; }\`), ${run}`,
    simpleGitHooksEntries(command),
  );
}

/** pre-commit hands on in variables what git gives as arguments and on stdin. */
const FRAMEWORK_ARGUMENTS: Partial<Record<HookName, string>> = {
  'pre-push': ' "$PRE_COMMIT_REMOTE_NAME" "$PRE_COMMIT_REMOTE_URL"',
  'post-merge': ' "$PRE_COMMIT_IS_SQUASH_MERGE"',
  'post-rewrite': ' "$PRE_COMMIT_REWRITE_COMMAND"',
  'post-checkout': ' "$PRE_COMMIT_FROM_REF" "$PRE_COMMIT_TO_REF" "$PRE_COMMIT_CHECKOUT_TYPE"',
};

const FRAMEWORK_STDIN =
  'echo "$PRE_COMMIT_LOCAL_BRANCH $PRE_COMMIT_TO_REF $PRE_COMMIT_REMOTE_BRANCH $PRE_COMMIT_FROM_REF"';

/** pre-commit runs no shell by itself. */
function frameworkEntry(name: HookName, command: HookCommand): string {
  const fed = name === 'pre-push' ? { ...command, run: `${FRAMEWORK_STDIN} | ${command.run}` } : command;
  return `sh -c ${shellWord(hookLine(name, fed, FRAMEWORK_ARGUMENTS[name] ?? ''))}`;
}

/** In the list as it is indented there. */
function preCommitFramework(written: string, command: HookCommand): string[] {
  const indent = /^([ \t]*)- repo\s*:/m.exec(written)?.[1] ?? '';
  return [
    '- repo: local',
    '  hooks:',
    ...HOOK_NAMES.flatMap((name) => [
      `    - id: drizzle-guard-${name}`,
      `      name: drizzle-guard ${name}`,
      `      entry: ${JSON.stringify(frameworkEntry(name, command))}`,
      '      language: system',
      `      stages: [${name}]`,
      '      always_run: true',
      '      pass_filenames: false',
    ]),
  ].map((line) => `${indent}${line}`);
}
