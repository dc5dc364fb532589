/** What a thing in a database is; `relation` is all that shares one space of names: tables, views, indexes, sequences. */
export type ThingKind =
  | 'schema'
  | 'relation'
  | 'column'
  | 'type'
  | 'value'
  | 'constraint'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'function'
  | 'role'
  | 'extension';

/** Something with a name. */
export interface Thing {
  kind: ThingKind;
  /** `["app", "users", "email"]`: its schema first, then its table; a role and an extension have neither. */
  path: readonly string[];
}

/** Equal for the same thing. */
export function keyOf({ kind, path }: Thing): string {
  return `${kind}\0${path.join('\0')}`;
}

/** The thing of a key. */
export function thingOf(key: string): Thing {
  const [kind, ...path] = key.split('\0');
  return { kind: kind as ThingKind, path };
}

/** In which it is, from the nearest on: of a column its table and its schema. */
export function holdersOf({ kind, path }: Thing): Thing[] {
  if (path.length === 1) return [];
  const schema: Thing = { kind: 'schema', path: path.slice(0, 1) };
  if (path.length === 2) return [schema];
  return [{ kind: kind === 'value' ? 'type' : 'relation', path: path.slice(0, 2) }, schema];
}

/** Whether it is in another: a column in its table, a table in its schema. */
export function isIn(thing: Thing, holder: Thing): boolean {
  return holdersOf(thing).some((one) => keyOf(one) === keyOf(holder));
}

/** "column users.email", "type app.status"; of a table, a view, an index its name. */
export function wordsOfThing(thing: Thing): string {
  return thing.kind === 'relation' ? nameOf(thing) : `${thing.kind} ${nameOf(thing)}`;
}

/** "users.email", "app.status". */
export function nameOf({ path }: Thing): string {
  return (path[0] === 'public' && path.length > 1 ? path.slice(1) : path).join('.');
}
