import { PROVIDERS } from '../../init/ci/providers';
import { isInteractive } from '../../terminal/output';
import { defineCommand, usage } from '../define-command';
import { json } from '../shared-options';
import type { UndoPlan } from './undo';

const ON_MERGE = ['rebase'] as const;

/** `--no-apply-after-merge` and `--no-on-merge` answer the questions that a terminal would be asked. */
export const init = defineCommand({
  name: 'init',
  summary: 'set up the hooks, attributes, ignores and configuration of a repository',
  options: {
    'dry-run': { type: 'boolean', help: 'show what would be written' },
    base: {
      type: 'string',
      value: '<ref>',
      help: "the branch that work lands on (default: the remote's default branch)",
    },
    'apply-after-merge': {
      type: 'boolean',
      help: 'let post-merge apply what arrived to the development database (asked in a terminal, else off)',
    },
    'no-apply-after-merge': { type: 'boolean', help: 'do not, and do not ask' },
    'on-merge': {
      type: 'string',
      value: ON_MERGE.join('|'),
      choices: ON_MERGE,
      help: 'let the hooks move migrations that stop a merge behind the others (asked in a terminal, else off)',
    },
    'no-on-merge': { type: 'boolean', help: 'do not, and do not ask' },
    ci: {
      type: 'string',
      value: PROVIDERS.join('|'),
      choices: PROVIDERS,
      help: 'write a pipeline too, which checks, rehearses and migrates each environment',
    },
    undo: { type: 'boolean', help: 'take out again what init has put in, and nothing else' },
    json,
  },
  async run({ base, dryRun = false, undo, ci, ...given }, output) {
    const { applyAfterMerge: yes, noApplyAfterMerge: no, onMerge, noOnMerge } = given;
    if (yes && no) throw usage('--apply-after-merge and --no-apply-after-merge exclude each other');
    if (onMerge && noOnMerge) throw usage('--on-merge and --no-on-merge exclude each other');
    if (undo) {
      if (yes || no || onMerge || noOnMerge || base !== undefined || ci !== undefined)
        throw usage('--undo goes with --dry-run and --json only');
      const [{ undoInit }, { renderUndo }] = await Promise.all([import('./undo'), import('./render')]);
      const onPlan = (plan: UndoPlan) => output.show(plan, (safe, style) => renderUndo(safe, dryRun, style));
      return undoInit({ cwd: process.cwd(), dryRun, onPlan });
    }
    const [{ init }, { renderPlan }] = await Promise.all([import('./run'), import('./render')]);
    return init({
      cwd: process.cwd(),
      dryRun,
      base,
      ci,
      applyAfterMerge: yes ? true : no ? false : undefined,
      onMerge: onMerge ? true : noOnMerge ? false : undefined,
      ask: isInteractive(output) ? async (question) => (await import('./ask')).ask(question) : undefined,
      onPlan: (plan) => output.show(plan, (safe, style) => renderPlan(safe, dryRun, style)),
    });
  },
  render: async () => (await import('./render')).renderInit,
});
