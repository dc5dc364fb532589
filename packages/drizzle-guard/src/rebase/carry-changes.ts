import { subjectKeyOf } from '../state/edits';
import { isMap, type Json } from '../state/json';
import { isSame } from '../state/same';
import type { Clash } from './carry';

/**
 * The same for snapshots that hold what changed, and not what is there (Postgres in the folders layout, drizzle-kit 1.0.0-rc.5):
 * a step stays as it is, but for what theirs has changed alike. Pure.
 *
 * @param own the snapshot of the step
 * @param theirs those that theirs has made beside it
 */
export function carryChanges(
  own: Json,
  theirs: readonly Json[],
): { state: Json; shared: string[] } | { clashes: Clash[] } {
  const [mine, others] = [deltasIn(own), theirs.flatMap(deltasIn)];
  const clashes: Clash[] = [];
  const shared: string[] = [];
  const deltas = mine.filter((delta) => {
    const done = others.filter((other) => meets(delta, other));
    if (done.length === 0) return true;
    const what = labelOf(delta);
    if (endsAlike(mine.filter(isAbout(delta)), done)) shared.push(`${verbOf(delta)} ${what}`);
    else
      clashes.push({
        what,
        mine: `${what}: ${verbOf(delta)}`,
        theirs: [...new Set(done.map(labelOf))]
          .map(
            (one) =>
              `${one}: ${done
                .filter((other) => labelOf(other) === one)
                .map(verbOf)
                .join(', ')}`,
          )
          .join('; '),
      });
    return false;
  });
  return clashes.length > 0 ? { clashes } : { state: { ...own, deltas }, shared };
}

function deltasIn({ deltas }: Json): Json[] {
  return Array.isArray(deltas) ? deltas.filter(isMap) : [];
}

/** Whether two are about one thing, or one takes away or renames the table that the other changes a part of. */
function meets(delta: Json, other: Json): boolean {
  return isAbout(delta)(other) || isEndOf(delta, other) || isEndOf(other, delta);
}

function isAbout(delta: Json): (other: Json) => boolean {
  const key = subjectKeyOf(delta);
  return (other) => subjectKeyOf(other) === key;
}

function isEndOf(table: Json, part: Json): boolean {
  if (table['op'] !== 'drop' && table['op'] !== 'rename') return false;
  const [one, other] = [subjectOf(table), subjectOf(part)];
  return (
    one.type === 'tables' &&
    other.type !== 'tables' &&
    other.names.length === one.names.length + 1 &&
    one.names.every((name, at) => name === other.names[at])
  );
}

/** Whether the last that theirs has done to it is all that mine does. */
function endsAlike(mine: readonly Json[], theirs: readonly Json[]): boolean {
  const last = theirs.slice(-mine.length);
  return last.length === mine.length && mine.every((delta, at) => isSame(delta, last[at]));
}

function verbOf({ op }: Json): string {
  return String(op);
}

/** "columns users.email" */
function labelOf(delta: Json): string {
  const { type, names } = subjectOf(delta);
  const [schema, ...rest] = names;
  return `${type} ${(schema === 'public' ? rest : names).join('.')}`;
}

function subjectOf(delta: Json): { type: string; names: string[] } {
  const [type = '', names = '[]'] = subjectKeyOf(delta).split('\u0000');
  return { type, names: (JSON.parse(names) as unknown[]).map(String) };
}
