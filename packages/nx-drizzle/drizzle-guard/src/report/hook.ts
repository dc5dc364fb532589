import type { ToldDatabase, HookResult } from '../results/hook-result';
import { count } from '../text/words';
import { renderAdvice } from './advice';
import { renderFailure, renderFinding } from './document';
import type { Style } from './style';
import { wordsOfStandIns } from './stand-ins';
import { typeable } from './typeable';

/** What a hook says; "" where there is nothing to say, because git's own output is what people came for. */
export function renderHook({ hook, databases, notes }: HookResult, style: Style): string {
  const blocks = databases.map((database) => renderDatabase(database, style)).filter((block) => block !== '');
  const stops = databases.some(
    ({ blocking, failure, excuse }) => blocking.length > 0 || (failure && !excuse),
  );
  const lines = [...blocks, ...notes.map(typeable)];
  if (lines.length === 0) return '';
  // After the fact nothing is stopped any more.
  if (stops && !hook.startsWith('post-'))
    lines.push(style.bold(`drizzle-guard stopped ${WHAT[hook] ?? hook}.`));
  return `${lines.join('\n')}\n`;
}

const EXCUSES = {
  untouched: 'it passes, because this change touches nothing that it depends on',
  unserved:
    'it passes, because that is no matter of this change; "checks": { "stale-schema": "off" } in drizzle-guard.json says that it is known',
  configured: 'it passes, because cannotTell is "warning" in drizzle-guard.json',
} as const;

const WHAT: Readonly<Record<string, string>> = {
  'pre-commit': 'this commit; nothing was recorded',
  'pre-merge-commit': 'this merge before it was recorded; the merged files are in the work tree and staged',
  'pre-push': 'this push; nothing was sent',
};

function renderDatabase(database: ToldDatabase, style: Style): string {
  const { name, blocking, warnings, older, standIns, notProved, failure, excuse, next } = database;
  const lines = [...blocking, ...warnings].map((finding) => renderFinding(finding, style, !next));
  if (failure && !excuse) lines.push(renderFailure(failure, style).trimEnd());
  if (failure && excuse)
    lines.push(`${style.yellow('not judged:')} ${failure.message}\n  ${EXCUSES[excuse]}`);
  if (notProved !== undefined) lines.push(`${style.yellow('not proved:')} ${typeable(notProved)}`);
  if (next) lines.push(renderAdvice(next, style));
  if (older > 0)
    lines.push(
      `${count(older, 'older finding')}, not of this change: \`npx drizzle-guard check --database ${name}\``,
    );
  if (lines.length === 0) return '';
  // What was found may rest on it; where nothing was found, people came for git's own output.
  lines.push(...wordsOfStandIns(standIns));
  return [style.bold(name), ...lines.map((line) => line.replaceAll(/^(?=.)/gm, '  '))].join('\n');
}
