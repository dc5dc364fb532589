import type { Entity } from './entity';
import type { Json } from './json';
import { readList } from './read-list';
import { readMaps } from './read-maps';

/** What a snapshot says is there, in either form: maps (drizzle-kit 0.x) or a list of entities (1.0, a whole state). */
export function entitiesOf(snapshot: Json): Entity[] {
  const { ddl } = snapshot;
  return Array.isArray(ddl) ? readList(ddl as Json[]) : readMaps(snapshot);
}
