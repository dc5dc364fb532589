import { rowsOf, type Effect } from '../effect';
import { columnsOf, type Standing } from '../standing';
import type { Thing } from '../thing';
import { restsOn, usedIn, usesOf } from './expressions';
import { inTable, meaningOf, namesIn, relationOf, type NodeOf } from './names';

type Constraint = NodeOf<'Constraint'>;

interface On {
  /** Whether its table is made with it. */
  isNew: boolean;
  /** The column at which it is written; null where it stands by itself. */
  column: string | null;
}

/** A constraint of a table. NOT NULL, a default and the like are facts of a column, and give nothing. */
export function constraintEffects(
  table: Thing,
  constraint: Constraint,
  known: Standing,
  { isNew, column }: On,
): Effect[] {
  const { contype = 'CONSTR_NULL', conname } = constraint;
  const suffix = SUFFIXES[contype];
  if (suffix === undefined) return [];
  const own = [{ name: table.path[1]!, table }];
  const used = usedIn([constraint.raw_expr, constraint.where_clause, constraint.exclusions], known, own);
  const keys = namesIn([...(constraint.keys ?? []), ...(constraint.fk_attrs ?? [])]);
  const names = keys.length > 0 ? keys : column === null ? [] : [column];
  const columns = [
    ...(contype === 'CONSTR_CHECK' ? [] : names.map((name) => inTable('column', table, name))),
    ...used.columns,
  ];
  const target = constraint.pktable ? relationOf(constraint.pktable) : null;
  const targets = target ? targetsOf(target, namesIn(constraint.pk_attrs), known) : [];
  const stem =
    contype === 'CONSTR_PRIMARY' ? [] : names.length > 0 ? names : used.columns.map(({ path }) => path[2]!);
  const name = conname ?? [table.path[1], ...stem, suffix].join('_');
  const thing = inTable('constraint', table, name);
  const on = [...columns, ...(target ? [target, ...targets] : []), ...restsOn({ ...used, columns: [] })];
  const effects: Effect[] = [
    { does: 'make', thing, on, forgiving: false, value: meaningOf(constraint) },
    ...usesOf(
      { ...used, columns: [...columns, ...targets] },
      contype !== 'CONSTR_UNIQUE' && contype !== 'CONSTR_PRIMARY',
    ),
    ...(target ? [{ does: 'use', thing: target } as const] : []),
    ...targets.map((thing): Effect => ({ does: 'use', thing, aspect: 'unique' })),
  ];
  if (suffix === 'pkey' || suffix === 'key') {
    const index: Thing = { kind: 'relation', path: [table.path[0]!, name] };
    effects.push({
      does: 'make',
      thing: index,
      on: [thing],
      forgiving: false,
      value: meaningOf([table.path, constraint]),
    });
    if (names.length === 1) effects.push({ does: 'set', thing: columns[0]!, aspect: 'unique', value: 'yes' });
    if (!isNew) effects.push(rowsOf('ask', table, { reads: new Set(names) }));
  }
  // A table has one key, whatever it is called.
  if (suffix === 'pkey' && !isNew)
    effects.push({ does: 'set', thing: table, aspect: 'primary key', value: meaningOf([name, columns]) });
  if (suffix === 'pkey')
    for (const one of columns) effects.push({ does: 'set', thing: one, aspect: 'required', value: 'yes' });
  return effects;
}

const SUFFIXES: { readonly [kind: string]: string | undefined } = {
  CONSTR_PRIMARY: 'pkey',
  CONSTR_UNIQUE: 'key',
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'fkey',
  CONSTR_EXCLUSION: 'excl',
};

/** What a foreign key leads to: the key of its table where it names no columns. */
function targetsOf(target: Thing, names: readonly string[], known: Standing): Thing[] {
  const own =
    names.length > 0
      ? names
      : columnsOf(known, target).flatMap(([name, { isUnique }]) => (isUnique ? name : []));
  return own.map((name) => inTable('column', target, name));
}
