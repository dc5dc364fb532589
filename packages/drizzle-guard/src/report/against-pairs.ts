import type { Against, AgainstPair } from '../results/against';
import type { Finding } from '../rules/finding';
import { shortened } from '../text/shorten';
import { count, listOf } from '../text/words';

/** How many pairs are shown, and statements of each; all of it is in the JSON. */
const MOST = 8;
const STATEMENTS = 3;

/** How people read its name. */
export function calledIn({ branches }: Against): (name: string) => string {
  const own = branches.find(({ isThis }) => isThis)?.name;
  return (name) => (name === own ? 'this branch' : name);
}

/** Of every two that are not plain what it is, in the first line of each, and what shows it. */
export function pairTexts(against: Against, isFinding: (pair: AgainstPair) => boolean): string[] {
  const called = calledIn(against);
  const isOwn = ({ branches }: AgainstPair) => branches.some((name) => called(name) === 'this branch');
  const told = against.pairs.filter((pair) => pair.verdict === 'conflict' || pair.verdict === 'convergent');
  const sorted = [
    ...told.filter(isOwn),
    ...told.filter((pair) => !isOwn(pair) && pair.verdict === 'conflict'),
    ...told.filter((pair) => !isOwn(pair) && pair.verdict === 'convergent'),
  ].filter((pair) => !isFinding(pair));
  const shown = sorted.slice(0, MOST).map((pair) => pairText(pair, called));
  const left = sorted.length - shown.length;
  return [
    ...shown,
    ...(left === 0
      ? []
      : [
          `and ${count(left, 'more pair')} that ${left === 1 ? 'does' : 'do'} not go together: --json has all of them`,
        ]),
    ...untold(against, called),
  ];
}

function pairText(
  { branches, verdict, shown, does, same, first }: AgainstPair,
  called: (name: string) => string,
): string {
  const [one, other] = branches.map(called) as [string, string];
  if (verdict === 'convergent') {
    const statements = same
      .slice(0, STATEMENTS)
      .map((sql) => `  both: \`${shortened(inOneLine(sql), 100)}\``);
    return [
      `${one} and ${other} do the same${shown.length === 0 ? '' : `: ${shown.join('; ')}`}`,
      ...statements,
    ].join('\n');
  }
  const places = does.flatMap((place, at) =>
    place === null
      ? []
      : [
          `  ${at === 0 ? one : other}: \`${shortened(inOneLine(place.sql), 100)}\` (${place.file}:${place.line})`,
        ],
  );
  const order =
    first === null
      ? []
      : [`  the order that works: ${called(first)}, then ${called(first) === one ? other : one}`];
  return [`${one} and ${other} conflict: ${shown.join('; ')}`, ...places, ...order].join('\n');
}

/** Those of which it cannot be told, once for each reason. */
function untold({ pairs }: Against, called: (name: string) => string): string[] {
  const reasons = new Map<string, AgainstPair[]>();
  for (const pair of pairs)
    if (pair.verdict === 'cannot tell') {
      const why = pair.shown.join('; ');
      reasons.set(why, [...(reasons.get(why) ?? []), pair]);
    }
  return [...reasons].slice(0, MOST).map(([why, those]) => {
    const [{ branches }] = those as [AgainstPair];
    const more = those.length === 1 ? '' : `, and of ${count(those.length - 1, 'more pair')}`;
    return `whether ${listOf(branches.map(called))} go together${more}, cannot be told: ${shortened(why, 300)}`;
  });
}

/** Whether what is wrong between this branch and another one stands among the findings. */
export function toldIn(against: Against, findings: readonly Finding[]): (pair: AgainstPair) => boolean {
  const own = against.branches.find(({ isThis }) => isThis)?.name;
  const codes = { conflict: 'conflicting-migrations', convergent: 'convergent-migrations' } as const;
  return ({ branches: [one, other], verdict }) => {
    if (verdict !== 'conflict' && verdict !== 'convergent') return false;
    const said = (name: string) => (name === own ? 'this branch' : name);
    return findings.some(
      ({ code: named, message }) =>
        named === codes[verdict] &&
        message.includes(` of ${said(one)} and `) &&
        message.includes(` of ${said(other)} do`),
    );
  };
}

function inOneLine(sql: string): string {
  return sql.trim().replaceAll(/\s+/g, ' ');
}
