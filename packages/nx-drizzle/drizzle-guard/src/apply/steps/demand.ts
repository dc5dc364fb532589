import { GuardError } from '../../errors/guard-error';
import type { Step } from '../plan-run';
import type { StepKind } from '../run-steps';

type DemandStep = Extract<Step, { does: 'demand' }>;

/** What the environment demands before anything is applied. A dry run tells it, and does not do it. */
export const demandStep: StepKind<DemandStep> = {
  async run({ rule }, context) {
    const { environment } = context.live.policy;
    const meet = context.demands[rule];
    if (!meet) throw notMet(environment, rule);
    return { demanded: [rule], ...(await meet(context)) };
  },
  foresee: async ({ rule }) => ({ demanded: [rule] }),
};

function notMet(environment: string, rule: DemandStep['rule']): GuardError {
  return new GuardError(
    'refused-by-policy',
    `${environment} demands ${rule} before anything is applied, which cannot be done here`,
    `in an emergency add \`--override ${environment}:${rule}\`, which is recorded; nothing was applied`,
  );
}
