// What is known of a database while statements are made up for it, so that most of them are valid. Objects refer to each
// other: structuredClone keeps that, and a rename needs no search.

export interface Named {
  /** '' where the dialect has none. */
  schema: string;
  name: string;
}

export interface Enum extends Named {
  values: string[];
}

export interface Column {
  name: string;
  type: string;
  enum: Enum | null;
  notNull: boolean;
  default: string | null;
  generatedFrom: Column | null;
  /** Some row holds none. */
  hasNulls: boolean;
}

export interface Constraint {
  name: string;
  kind: 'primary' | 'unique' | 'check' | 'foreign';
  columns: Column[];
  to: Table | null;
}

export interface Index extends Named {
  columns: Column[];
}

export interface Routine extends Named {
  /** What it is called with, in words of SQL; null for a trigger's. */
  takes: string | null;
}

export interface Table extends Named {
  columns: Column[];
  constraints: Constraint[];
  indexes: Index[];
  policies: { name: string; column: Column | null }[];
  triggers: { name: string; calls: Routine | null }[];
  rows: number;
}

export interface View extends Named {
  materialized: boolean;
  over: Table | View;
  columns: { name: string; source: Column }[];
}

export interface Sequence extends Named {
  owner: Column | null;
}

export interface Model {
  schemas: string[];
  enums: Enum[];
  tables: Table[];
  views: View[];
  sequences: Sequence[];
  routines: Routine[];
  /** Names of whatever kind: a new one is none of them. */
  taken: Set<string>;
}

export const emptyModel = (schemas: string[]): Model => ({
  schemas,
  enums: [],
  tables: [],
  views: [],
  sequences: [],
  routines: [],
  taken: new Set(),
});

export const isTable = (one: Table | View): one is Table => 'constraints' in one;

export function without<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}

/** Views, policies and generated columns that name a column: Postgres refuses to drop it, or to change its type. */
export function isHeld(model: Model, column: Column): boolean {
  return (
    model.views.some((view) => view.columns.some(({ source }) => source === column)) ||
    model.tables.some(
      (table) =>
        table.policies.some((policy) => policy.column === column) ||
        table.columns.some((other) => other.generatedFrom === column),
    )
  );
}

export const isKey = (table: Table, column: Column): boolean =>
  table.constraints.some(({ kind, columns }) => kind === 'primary' && columns.includes(column));

export const isForeign = (table: Table, column: Column): boolean =>
  table.constraints.some(({ kind, columns }) => kind === 'foreign' && columns.includes(column));

export const isUnique = (table: Table, column: Column): boolean =>
  table.constraints.some(({ kind, columns }) => kind === 'unique' && columns.includes(column));

/** Foreign keys of other tables and views: a table with any is not dropped alone. */
export function isNeeded(model: Model, table: Table): boolean {
  return (
    model.views.some(({ over }) => over === table) ||
    model.tables.some((other) => other !== table && other.constraints.some(({ to }) => to === table))
  );
}

/** A view and those over it are gone. */
export function dropViews(model: Model, goes: (view: View) => boolean): void {
  for (const view of model.views.filter(goes)) {
    without(model.views, view);
    dropViews(model, ({ over }) => over === view);
  }
}

export function dropTable(model: Model, table: Table): void {
  without(model.tables, table);
  dropViews(model, ({ over }) => over === table);
  for (const other of model.tables) other.constraints = other.constraints.filter(({ to }) => to !== table);
  model.sequences = model.sequences.filter(({ owner }) => owner === null || !table.columns.includes(owner));
}

export function dropColumn(model: Model, table: Table, column: Column): void {
  without(table.columns, column);
  for (const made of table.columns.filter(({ generatedFrom }) => generatedFrom === column))
    dropColumn(model, table, made);
  dropViews(model, (view) => view.columns.some(({ source }) => source === column));
  table.constraints = table.constraints.filter(({ columns }) => !columns.includes(column));
  table.indexes = table.indexes.filter(({ columns }) => !columns.includes(column));
  table.policies = table.policies.filter((policy) => policy.column !== column);
  model.sequences = model.sequences.filter(({ owner }) => owner !== column);
}
