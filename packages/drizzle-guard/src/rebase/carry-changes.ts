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
  const done = new Map<string, Json[]>();
  for (const delta of theirs.flatMap(deltasIn)) {
    const key = subjectKeyOf(delta);
    done.set(key, [...(done.get(key) ?? []), delta]);
  }
  const clashes: Clash[] = [];
  const shared: string[] = [];
  const deltas = deltasIn(own).filter((delta) => {
    const others = done.get(subjectKeyOf(delta)) ?? [];
    if (others.length === 0) return true;
    const isShared = others.some((other) => isSame(other, delta));
    const what = labelOf(delta);
    if (isShared) shared.push(`${String(delta['op'])} ${what}`);
    else
      clashes.push({
        what,
        mine: `${what}: ${verbOf(delta)}`,
        theirs: `${what}: ${others.map(verbOf).join(', ')}`,
      });
    return false;
  });
  return clashes.length > 0 ? { clashes } : { state: { ...own, deltas }, shared };
}

function deltasIn({ deltas }: Json): Json[] {
  return Array.isArray(deltas) ? deltas.filter(isMap) : [];
}

function verbOf({ op }: Json): string {
  return String(op);
}

/** "columns users.email" */
function labelOf(delta: Json): string {
  const [type = '', names = '[]'] = subjectKeyOf(delta).split('\u0000');
  const [schema, ...rest] = (JSON.parse(names) as unknown[]).map(String);
  return `${type} ${(schema === 'public' ? rest : [schema, ...rest]).join('.')}`;
}
