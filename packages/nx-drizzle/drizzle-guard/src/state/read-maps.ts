import { entityAt, type Entity, type Kind } from './entity';
import { isMap, type Json } from './json';

/** The maps of a snapshot of drizzle-kit 0.x (0.31, all dialects), and what one member of each is. */
export const TOP: Readonly<Record<string, Kind>> = {
  tables: 'table',
  enums: 'enum',
  views: 'view',
  schemas: 'schema',
  sequences: 'sequence',
  roles: 'role',
  policies: 'policy',
};
export const IN_TABLE: Readonly<Record<string, Kind>> = {
  columns: 'column',
  indexes: 'index',
  foreignKeys: 'foreign key',
  compositePrimaryKeys: 'primary key',
  uniqueConstraints: 'unique constraint',
  checkConstraints: 'check',
  checkConstraint: 'check',
  policies: 'policy',
};

/** What a snapshot holds beside the state; `internal` says how parts of it were written. */
const BESIDE = ['id', 'prevId', '_meta', 'internal'];

/** What a snapshot of maps says is there; of each table its parts behind it. */
export function readMaps(snapshot: Json): Entity[] {
  return membersOf(snapshot, TOP)
    .filter(({ map }) => !BESIDE.includes(map))
    .flatMap(({ map, kind, key, value }) => {
      const own = { kind, table: null, ...namesOf(key, value) };
      const entity = entityAt([map, key], own, value);
      return kind === 'table' ? [entity, ...partsOf(entity)] : [entity];
    });
}

function partsOf({ schema, name: table, path, value: parts }: Entity): Entity[] {
  return membersOf(parts, IN_TABLE).map(({ map, kind, key, value }) =>
    entityAt([...path, map, key], { kind, schema, table, name: namesOf(key, value).name }, value),
  );
}

interface Member {
  map: string;
  kind: Kind;
  key: string;
  value: unknown;
}

/** The members of all maps of an object. */
function membersOf(holder: unknown, kinds: Readonly<Record<string, Kind>>): Member[] {
  return Object.entries(isMap(holder) ? holder : {}).flatMap(([map, members]) =>
    Object.entries(isMap(members) ? members : {}).map(([key, value]) => ({
      map,
      kind: kinds[map] ?? 'other',
      key,
      value,
    })),
  );
}

/** Keys are qualified ("public.orders"), where the value tells no name they are one ("schemas"). */
function namesOf(key: string, value: unknown): { schema: string | null; name: string } {
  const { schema, name } = isMap(value) ? value : {};
  return {
    schema: typeof schema === 'string' && schema !== '' ? schema : null,
    name: typeof name === 'string' ? name : key,
  };
}
