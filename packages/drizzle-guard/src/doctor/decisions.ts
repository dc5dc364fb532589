import type { History } from '../history/history';
import type { Decision } from './repair';
import type { Finding } from '../rules/finding';
import { titleOf } from '../text/tag';

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
          ...(OPTIONS[code]?.(finding, history, flag === '' ? '' : ` ${flag}`) ?? [finding.help]),
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

const OPTIONS: Readonly<Record<string, (finding: Finding, history: History, flag: string) => string[]>> = {
  'orphan-sql': ({ file, migration }, _history, flag) => [
    `never wanted, or done by another migration: \`git rm ${file}\``,
    `wanted, and never run: \`drizzle-guard generate --custom --name ${titleOf(migration!)}${flag}\`, copy the SQL there, then \`git rm ${file}\`. It is not put into the journal: there it would run on new databases and on no other`,
  ],
  'orphan-snapshot': ({ file }) => [
    `its migration was taken out for good: \`git rm ${file}\``,
    `its journal entry was lost: \`git log -p -- ${file}\` shows the commit that made it`,
  ],
  'index-gap': ({ migration }) => [
    `nothing has to be done. The number before ${migration} was taken out, and numbers are part of names that databases and colleagues know. Closing the gap in the journal alone would make drizzle-kit give ${migration}'s successors a number twice`,
  ],
  'timestamp-regression': ({ migration }, { layout }, flag) => [
    `its timestamp stays: databases know it by that. \`drizzle-guard status${flag}\` says where ${migration} is late, \`drizzle-guard migrate --late apply${flag}\` applies it there`,
    ...(layout === 'journal'
      ? [
          'an upgrade to 1.0 (drizzle-kit up) names a folder by each timestamp, and refuses one that does not sort after its parent',
        ]
      : []),
  ],
  'future-timestamp': ({ migration }) => [
    `nothing can be done once it has landed; until that moment \`drizzle-guard migrate\` says so of each newer migration. If it has not landed, delete ${migration} and run \`drizzle-guard generate\``,
  ],
  'missing-sql': ({ help, migration }) => [
    help,
    `if ${migration} was never applied anywhere, take its journal entry and its snapshot out`,
  ],
  'duplicate-prefix': ({ help }) => [
    help,
    'if both have landed: their names stay, and with them the one snapshot. Nothing can be rebuilt beside it',
  ],
  'unmerged-fork': (_finding, _history, flag) => [
    `\`drizzle-guard generate${flag}\` continues all of them with the next change of the schema`,
    'if drizzle-kit calls them conflicting: `drizzle-kit generate --fix-conflicts` (it deletes and regenerates: keep hand-written SQL)',
  ],
};

function waive({ code, database, migration, file }: Finding): string {
  const about = migration === undefined ? { file } : { migration };
  return `or live with it: add ${JSON.stringify({ database, code, ...about, reason: '…' })} to "waivers" in drizzle-guard.json`;
}
