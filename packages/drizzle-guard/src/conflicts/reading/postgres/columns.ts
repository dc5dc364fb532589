import type { ColumnDef } from '@pgsql/types';
import { rowsOf, type ColumnFacts, type Effect } from '../effect';
import type { Standing } from '../standing';
import type { Thing } from '../thing';
import { constraintEffects } from './constraints';
import { restsOn, usedIn, useOfValue, usesOf } from './expressions';
import { constantOf, inTable, isSerial, meaningOf, typeOf, type NodeOf } from './names';

type Constraint = NodeOf<'Constraint'>;

/**
 * A column that is added, or made with its table.
 * @param isNew whether its table is made with it: then nothing is in it yet
 */
export function columnEffects(
  table: Thing,
  definition: ColumnDef,
  known: Standing,
  { isNew, forgiving = false }: { isNew: boolean; forgiving?: boolean },
): Effect[] {
  const name = definition.colname!;
  const thing = inTable('column', table, name);
  const constraints = (definition.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? node.Constraint : [],
  );
  const facts = factsOf(definition, constraints);
  const own = [{ name: table.path[1]!, table }];
  const generated = constraints.filter(({ contype }) => contype === 'CONSTR_GENERATED');
  const of = usedIn(generated, known, own);
  const on = [...(facts.type ? [facts.type] : []), ...restsOn(of)];
  const effects: Effect[] = [
    { does: 'make', thing, on, forgiving, value: meaningOf(definition), column: facts },
    ...(isNew ? [] : [{ does: 'add', thing: table, aspect: 'columns' } as const]),
    ...(facts.type ? [{ does: 'use', thing: facts.type } as const] : []),
    ...usesOf(of),
  ];
  for (const constraint of constraints) {
    effects.push(...constraintEffects(table, constraint, known, { isNew, column: name }));
    if (constraint.contype === 'CONSTR_DEFAULT') effects.push(...defaultUses(facts.type, constraint, known));
  }
  if (facts.default === 'number' && isSerial(definition.typeName))
    effects.push({
      ...{ does: 'make', thing: sequenceOf(table, name), on: [thing], forgiving },
      value: meaningOf(definition),
    });
  if (!isNew && facts.default === 'number')
    for (const { thing: sequence, does } of effects.filter((one) => 'thing' in one))
      if (does === 'use' && sequence.kind === 'relation')
        for (const aspect of ['increment', 'restart', 'start'])
          effects.push({ does: 'use', thing: sequence, aspect });
  if (!isNew && facts.isRequired && facts.default === 'none' && generated.length === 0)
    effects.push(rowsOf('ask', table));
  return effects;
}

/** What a default wants: functions, sequences, and of an enum its value. */
function defaultUses(type: Thing | null, { raw_expr }: Constraint, known: Standing): Effect[] {
  const value = constantOf(raw_expr);
  return [
    ...usesOf(usedIn(raw_expr, known)),
    ...(type && value !== undefined ? useOfValue(type, value, known) : []),
  ];
}

function sequenceOf(table: Thing, column: string): Thing {
  return { kind: 'relation', path: [table.path[0]!, `${table.path[1]}_${column}_seq`] };
}

function factsOf({ typeName }: ColumnDef, constraints: readonly Constraint[]): ColumnFacts {
  const has = (...kinds: string[]) => constraints.some(({ contype }) => kinds.includes(contype ?? ''));
  const serial = isSerial(typeName);
  const numbers = constraints.some(
    (one) => one.contype === 'CONSTR_DEFAULT' && /nextval/.test(JSON.stringify(one.raw_expr ?? null)),
  );
  const given = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT');
  return {
    type: serial ? null : typeOf(typeName),
    constant: constantOf(given?.raw_expr) ?? null,
    default:
      serial || numbers || has('CONSTR_IDENTITY') ? 'number' : has('CONSTR_DEFAULT') ? 'value' : 'none',
    isRequired: serial || has('CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'),
    isUnique: has('CONSTR_PRIMARY', 'CONSTR_UNIQUE'),
  };
}
