import type { Layout } from '../../history/history';
import { lateBeside, newestOf } from '../../history/late';
import { timeOf } from '../../text/words';
import type { BaseContext, DeployedContext, LedgerContext } from '../contexts';
import type { Draft } from '../finding';
import { defineRule } from '../rule';
import { movingBehind } from './restoring';

export const lateMigration = defineRule({
  code: 'late-migration',
  severity: 'error',
  explain: `A migration has not been applied, yet it is not newer than the newest one that was. drizzle-orm 0.x skips it in silence and calls that success; a new database runs it, so CI on an empty one stays green. drizzle-orm 1.0 applies it out of order, in silence too: an order that nobody tried. It comes from parallel branches, or from a timestamp written by hand.

Way out: if it has not landed, drizzle-guard rebase moves it behind the others, with every byte of its SQL. If it has landed, make sure that it does not depend on the order, then run drizzle-guard migrate --late apply: it is applied out of order and recorded.`,
  effect: 'databases that are ahead skip it or run it out of order, in silence',
  traits: ['two-sides'],
  find: { base: againstBase, deployed: inEnvironment, live: inLedger },
});

/** Migrations that have not landed and are not newer than the newest landed one. */
function againstBase({ history, mine, base }: BaseContext): Draft[] {
  const newest = newestOf(base.history, history.layout);
  if (!newest) return [];
  return lateBeside(mine, history, base.history).map(({ tag, timestamp, declaredAt }) => ({
    migration: tag,
    ...declaredAt,
    message: `${tag} (${timeOf(timestamp)}) is not newer than ${newest.tag} (${timeOf(newest.timestamp)}), which is on ${base.name}: ${consequence(history.layout)} where that one is applied`,
    help: movingBehind(base.name, tag),
  }));
}

/** Migrations that are not applied in an environment, and not newer than what is, by what was remembered of it. */
function inEnvironment({ database, layout, late }: DeployedContext): Draft[] {
  return late.map(({ environment, newest, migration: { tag, timestamp, declaredAt } }) => ({
    migration: tag,
    ...declaredAt,
    message: `${tag} (${timeOf(timestamp)}) is not applied in ${environment}, and not newer than ${newest.migration} (${timeOf(newest.timestamp)}), which is: ${consequence(layout)} there`,
    help: `if it has not landed, \`drizzle-guard rebase\` moves it behind what has; else, if it does not depend on the order, run \`drizzle-guard migrate --database ${database} --environment ${environment} --late apply\``,
  }));
}

function consequence(layout: Layout): string {
  return layout === 'journal'
    ? 'drizzle-orm skips it in silence'
    : 'drizzle-orm applies it out of order, in silence,';
}

function inLedger({ database, entry, highWaterMark, history }: LedgerContext): Draft[] {
  if (entry.state !== 'late') return [];
  const { tag, timestamp } = entry;
  return [
    {
      migration: tag,
      message: `${tag} (${timeOf(timestamp)}) is not applied, and older than the newest applied one (${timeOf(highWaterMark!)}): drizzle-orm would ${history.layout === 'journal' ? 'skip it in silence' : 'apply it out of order, in silence'}`,
      help: `if it does not depend on the order, run \`drizzle-guard migrate --database ${database} --late apply\`; if it has not landed, \`drizzle-guard rebase\` moves it behind what has`,
    },
  ];
}
