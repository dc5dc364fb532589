import fc from 'fast-check';

type Json = Record<string, unknown>;

/** What a state holds, to be written in either form of a snapshot; what is not named is not there. */
export interface StateSpec {
  tables?: readonly TableSpec[];
  enums?: readonly { name: string; schema?: string; values: readonly string[] }[];
  views?: readonly { name: string; schema?: string; definition: string }[];
  sequences?: readonly { name: string; schema?: string; startWith: string }[];
}

export interface TableSpec {
  name: string;
  schema?: string;
  columns: readonly { name: string; type: string; notNull?: boolean }[];
  indexes?: readonly { name: string; columns: readonly string[] }[];
  foreignKeys?: readonly { name: string; columns: readonly string[]; to: string; onDelete?: string }[];
  checks?: readonly { name: string; value: string }[];
  rowLevelSecurity?: boolean;
}

/** As drizzle-kit 0.31 writes it for Postgres: maps of maps. */
export function asMaps({ tables = [], enums = [], views = [], sequences = [] }: StateSpec, id = '1'): Json {
  return {
    ...{ id, prevId: '0', version: '7', dialect: 'postgresql' },
    tables: mapOf(tables, publicKey, tableInMaps),
    enums: mapOf(enums, publicKey, ({ schema = 'public', ...own }) => ({ ...own, schema })),
    schemas: {},
    sequences: mapOf(sequences, publicKey, ({ schema = 'public', ...own }) => ({ ...own, schema })),
    roles: {},
    policies: {},
    views: mapOf(views, publicKey, ({ schema = 'public', ...own }) => ({ ...own, schema })),
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

function tableInMaps(table: TableSpec): Json {
  const { name, schema = '', columns, indexes = [], foreignKeys = [], checks = [] } = table;
  return {
    name,
    schema,
    columns: mapOf(columns, nameOf, ({ notNull = false, ...own }) => ({
      ...own,
      primaryKey: false,
      notNull,
    })),
    indexes: mapOf(indexes, nameOf, (index) => ({ ...index, isUnique: false })),
    foreignKeys: mapOf(foreignKeys, nameOf, ({ name: key, columns: from, to, onDelete = 'no action' }) => ({
      ...{ name: key, tableFrom: name, tableTo: to, columnsFrom: from, columnsTo: ['id'], onDelete },
    })),
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    policies: {},
    checkConstraints: mapOf(checks, nameOf, (check) => check),
    isRLSEnabled: table.rowLevelSecurity ?? false,
  };
}

/** As drizzle-kit 1.0.0-rc.5 writes it for Postgres: a list of entities. */
export function asList({ tables = [], enums = [], views = [], sequences = [] }: StateSpec, id = '1'): Json {
  const others = (entityType: string, specs: readonly { schema?: string }[]) =>
    specs.map((spec) => ({ schema: 'public', ...spec, entityType }));
  return {
    ...{ version: '8', dialect: 'postgres', id, prevIds: ['0'] },
    ddl: [
      ...others('views', views),
      ...tables.flatMap(tableInList),
      ...others('sequences', sequences),
      ...others('enums', enums),
    ],
    renames: [],
  };
}

function tableInList(table: TableSpec): Json[] {
  const { name, schema = 'public', columns, indexes = [], foreignKeys = [], checks = [] } = table;
  const part = (entityType: string, value: object) => ({ ...value, entityType, schema, table: name });
  return [
    { isRlsEnabled: table.rowLevelSecurity ?? false, name, entityType: 'tables', schema },
    ...columns.map(({ notNull = false, ...own }) => part('columns', { ...own, notNull })),
    ...indexes.map((index) => part('indexes', { ...index, isUnique: false })),
    ...foreignKeys.map(({ name: key, columns: from, to, onDelete = 'NO ACTION' }) =>
      part('fks', { name: key, columns: from, tableTo: to, columnsTo: ['id'], onDelete }),
    ),
    ...checks.map((check) => part('checks', check)),
  ];
}

function mapOf<T>(specs: readonly T[], keyOf: (spec: T) => string, write: (spec: T) => Json | T): Json {
  return Object.fromEntries(specs.map((spec) => [keyOf(spec), write(spec)]));
}

function publicKey({ schema = 'public', name }: { schema?: string; name: string }): string {
  return `${schema}.${name}`;
}

function nameOf({ name }: { name: string }): string {
  return name;
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const named = <T extends object>(more: { [K in keyof T]: fc.Arbitrary<T[K]> }, maxLength = 3) =>
  fc.uniqueArray(fc.record({ name, ...more }) as unknown as fc.Arbitrary<T & { name: string }>, {
    selector: nameOf,
    maxLength,
  });
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 });

/** States whose names are few, so that two of them have much in common. */
export const states: fc.Arbitrary<StateSpec> = fc.record({
  tables: named({
    columns: named({ type: fc.constantFrom('text', 'integer'), notNull: fc.boolean() }, 4),
    indexes: named({ columns: names }),
    foreignKeys: named({ columns: names, to: name, onDelete: fc.constantFrom('cascade', 'restrict') }),
    checks: named({ value: fc.constantFrom('a > 0', 'b > 0') }, 2),
    rowLevelSecurity: fc.boolean(),
  }),
  enums: named({ values: names }),
  views: named({ definition: fc.constantFrom('select 1', 'select 2') }),
  sequences: named({ startWith: fc.constantFrom('1', '2') }),
});
