import type { Against, AgainstPair } from '../results/against';
import type { Finding } from '../rules/finding';
import { inOneLine, shortened } from '../text/shorten';
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
    ...read(against, called),
  ];
}

function pairText(
  { branches, verdict, shown, does, same, first, notProved }: AgainstPair,
  called: (name: string) => string,
): string {
  const [one, other] = branches.map(called) as [string, string];
  const unproved = notProved === null ? [] : [`  not proved: ${shortened(notProved, 300)}`];
  if (verdict === 'convergent') {
    const statements = same
      .slice(0, STATEMENTS)
      .map((sql) => `  both: \`${shortened(inOneLine(sql), 100)}\``);
    return [
      `${one} and ${other} do the same${shown.length === 0 ? '' : `: ${shown.join('; ')}`}`,
      ...statements,
      ...unproved,
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
  return [`${one} and ${other} conflict: ${shown.join('; ')}`, ...places, ...order, ...unproved].join('\n');
}

/** Those of which it cannot be told, once for each reason. */
function untold({ pairs }: Against, called: (name: string) => string): string[] {
  const those = pairs.filter(({ verdict }) => verdict === 'cannot tell');
  return onceForEach(those, ({ shown }) => shown.join('; ')).map(
    ([why, all]) => `whether ${namesOf(all, called)}, cannot be told: ${shortened(why, 300)}`,
  );
}

/** Those against which their text tells nothing, once for each reason for which that is no proof. */
function read({ pairs }: Against, called: (name: string) => string): string[] {
  const those = pairs.filter(({ verdict, notProved }) => verdict === 'commute' && notProved !== null);
  return onceForEach(those, ({ notProved }) => notProved!).map(
    ([why, all]) =>
      `whether ${namesOf(all, called)}, is not proved: their text tells nothing against it, but ${shortened(why, 300)}`,
  );
}

function onceForEach(
  pairs: readonly AgainstPair[],
  reasonOf: (pair: AgainstPair) => string,
): [string, AgainstPair[]][] {
  const reasons = new Map<string, AgainstPair[]>();
  for (const pair of pairs) reasons.set(reasonOf(pair), [...(reasons.get(reasonOf(pair)) ?? []), pair]);
  return [...reasons].slice(0, MOST);
}

function namesOf(pairs: readonly AgainstPair[], called: (name: string) => string): string {
  const [{ branches }] = pairs as [AgainstPair];
  const more = pairs.length === 1 ? '' : `, and of ${count(pairs.length - 1, 'more pair')}`;
  return `${listOf(branches.map(called))} go together${more}`;
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
