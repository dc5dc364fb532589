import { groupedBy } from '../../text/grouped-by';
import type { CatalogEntry } from './shadow';

export type Row = Record<string, unknown>;
type Query = (sql: string) => Promise<Row[]>;

/** MariaDB has no expressions in indexes, and no column that would tell them. */
const INDEXES = `
SELECT * FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`;

const FOREIGN_KEYS = `
SELECT k.table_name AS \`table\`, k.constraint_name AS name, k.column_name AS \`column\`, DATABASE() AS home,
  k.referenced_table_schema AS target_home, k.referenced_table_name AS target, k.referenced_column_name AS target_column,
  r.update_rule AS on_update, r.delete_rule AS on_delete
FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position`;

/**
 * Primary keys and indexes, without those that a foreign key brings where no other serves it: whether there is one depends
 * on what came first, and it stays when the foreign key goes.
 */
export async function indexesIn(query: Query): Promise<CatalogEntry[]> {
  const keys = groupedBy(await query(FOREIGN_KEYS), keyOf);
  const rows = (await query(INDEXES)).map(lowered);
  const indexes = groupedBy(rows, (row) => JSON.stringify([row['table_name'], row['index_name']]));
  return [...indexes.values()].flatMap((parts) => {
    const { table_name: table, index_name: name, non_unique: more, index_type: type } = parts[0]!;
    const of = `table ${String(table)}`;
    const columns = parts.map(partOf).join(', ');
    if (name === 'PRIMARY') return [{ object: `primary key of ${String(table)}`, of, definition: columns }];
    const isUnique = Number(more) === 0;
    if (!isUnique && isBrought(parts, [...keys.values()])) return [];
    const definition = [
      ...(isUnique ? ['unique'] : []),
      ...(String(type) === 'BTREE' ? [] : [String(type).toLowerCase()]),
      ...(parts.some((part) => part['ignored'] === 'YES' || part['is_visible'] === 'NO') ? ['ignored'] : []),
    ];
    return [
      {
        object: `index ${String(name)} of ${String(table)}`,
        of,
        definition: [...definition, `(${columns})`].join(' '),
      },
    ];
  });
}

function partOf(part: Row): string {
  const { column_name: column, sub_part: length, collation, expression } = part;
  const what = column === null ? `(${String(expression)})` : String(column);
  return `${what}${length === null ? '' : `(${Number(length)})`}${collation === 'D' ? ' desc' : ''}`;
}

/** It has the name of its foreign key, as drizzle-kit writes one; or, where that has none of its own, of its first column. */
function isBrought(parts: readonly Row[], keys: readonly Row[][]): boolean {
  const { table_name: table, index_name: name, column_name: first } = parts[0]!;
  if (/_fk$/.test(String(name))) return true;
  const columns = parts.map((part) => part['column_name']);
  return keys
    .filter(([key]) => key!['table'] === table)
    .some((key) => {
      const own = key.map(({ column }) => column);
      const isSame = JSON.stringify(own) === JSON.stringify(columns);
      return key[0]!['name'] === name || (isSame && name === first && isUnnamed(key[0]!));
    });
}

export async function foreignKeysIn(query: Query): Promise<CatalogEntry[]> {
  const keys = groupedBy(await query(FOREIGN_KEYS), keyOf);
  return [...keys.values()].map((parts) => {
    const first = parts[0]!;
    const {
      table,
      name,
      home,
      target_home: targetHome,
      target,
      on_update: onUpdate,
      on_delete: onDelete,
    } = first;
    const columns = namesOf(parts, 'column');
    const place = targetHome === home ? String(target) : `${String(targetHome)}.${String(target)}`;
    return {
      object: isUnnamed(first)
        ? `foreign key (${columns}) of ${String(table)} to ${place}`
        : `constraint ${String(name)} of ${String(table)}`,
      of: `table ${String(table)}`,
      definition: `FOREIGN KEY (${columns}) REFERENCES ${place}(${namesOf(parts, 'target_column')}), on update ${ruleOf(onUpdate)}, on delete ${ruleOf(onDelete)}`,
    };
  });
}

function keyOf({ table, name }: Row): string {
  return JSON.stringify([table, name]);
}

/** The server gives a name, and counts. */
function isUnnamed({ table, name }: Row): boolean {
  return String(name).startsWith(`${String(table)}_ibfk_`);
}

/** InnoDB does the same for both. */
function ruleOf(rule: unknown): string {
  return rule === 'RESTRICT' ? 'NO ACTION' : String(rule);
}

function namesOf(rows: readonly Row[], key: string): string {
  return rows.map((row) => String(row[key])).join(', ');
}

/** MySQL writes the names of columns that nobody has named in capitals. */
export function lowered(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]));
}
