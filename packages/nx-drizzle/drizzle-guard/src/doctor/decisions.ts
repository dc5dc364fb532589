import type { History } from '../history/history';
import { ruleOf } from '../rules/codes';
import type { Finding } from '../rules/finding';
import type { Decision } from './repair';

/**
 * What is left to people of the findings that a repair does not mend, and what they can do.
 * @param decided what the plan has said itself
 * @param flag what names the database on the command line; "" where there is none
 */
export function decideOn(
  left: readonly Finding[],
  history: History,
  decided: readonly Decision[],
  flag: string,
): Decision[] {
  return left
    .filter((finding) => !decided.some((decision) => isAboutSame(decision, finding)))
    .map((finding) => {
      const { code, migration, file, message } = finding;
      return {
        code,
        ...(migration === undefined ? {} : { migration }),
        ...(file === undefined ? {} : { file }),
        what: message,
        options: [
          ...(ruleOf(code).wayOut?.(finding, history, flag === '' ? '' : ` ${flag}`) ?? [finding.help]),
          waive(finding),
        ],
      };
    });
}

/** Whether a decision is about what a finding is about. */
export function isAboutSame(decision: Decision, finding: Finding): boolean {
  if (decision.code !== finding.code) return false;
  return decision.migration === undefined
    ? decision.file === finding.file
    : decision.migration === finding.migration || decision.file === finding.file;
}

function waive({ code, database, migration, file }: Finding): string {
  const about = migration === undefined ? { file } : { migration };
  return `or live with it: add ${JSON.stringify({ database, code, ...about, reason: '…' })} to "waivers" in drizzle-guard.json`;
}
