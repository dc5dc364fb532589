import type { Wanted } from '../state/ask-of-list';
import type { Kind } from '../state/entity';
import type { Given } from './ask-in-rounds';

/** An answer as drizzle-kit 1.0 takes it (1.0.0-rc.5, `--hints`). */
export type Hint =
  | { type: 'rename'; kind: string; from: string[]; to: string[] }
  | { type: 'create'; kind: string; entity: string[] };

/** A question as it puts it. */
export interface MissingHint {
  type: string;
  kind: string;
  entity: string[];
}

/** What it calls kinds otherwise than we do. */
const KINDS: Readonly<Record<string, string>> = {
  'primary key': 'primary_key',
  'unique constraint': 'unique',
};

/** Without a schema, and without a table. */
const ALONE: readonly string[] = ['schema', 'role'];

export function hintFor({ asked, from }: Given): Hint {
  const kind = KINDS[asked.kind] ?? asked.kind;
  const tuple = ({ schema, table, name }: Given['asked']) =>
    ALONE.includes(kind) ? [name] : [schema ?? 'public', ...(table === null ? [] : [table]), name];
  const to = tuple(asked);
  return from ? { type: 'rename', kind, from: tuple(from), to } : { type: 'create', kind, entity: to };
}

/** @returns null for a question that is not about a rename */
export function wantedBy({ type, kind, entity }: MissingHint): Wanted | null {
  if (type !== 'rename_or_create') return null;
  const [ours] = Object.entries(KINDS).find(([, theirs]) => theirs === kind) ?? [kind];
  const [name, table, schema] = [...entity].reverse() as [string, string?, string?];
  const place =
    entity.length === 2 ? { schema: table!, table: null } : { schema: schema ?? null, table: table ?? null };
  return { kind: ours as Kind, name, ...place };
}
