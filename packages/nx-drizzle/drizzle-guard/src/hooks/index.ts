import type { HookResult } from '../results/hook-result';
import type { HookCall } from './hook';
import { preCommit } from './pre-commit';

/** Every hook by git's name for it, loaded when it is called; the one that is called most is here already. */
export const hooks: Readonly<Record<string, () => Promise<(call: HookCall) => Promise<HookResult>>>> = {
  'pre-commit': async () => preCommit,
  'pre-merge-commit': async () => (await import('./pre-merge-commit')).preMergeCommit,
  'pre-push': async () => (await import('./pre-push')).prePush,
  'post-merge': async () => (await import('./post-merge')).postMerge,
  'post-checkout': async () => (await import('./post-checkout')).postCheckout,
  'post-rewrite': async () => (await import('./post-rewrite')).postRewrite,
  'post-commit': async () => (await import('./post-commit')).postCommit,
};
