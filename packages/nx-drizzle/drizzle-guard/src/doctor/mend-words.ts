import type { Json } from '../state/json';
import { stateIn, type Mending } from './mending';

/** drizzle-kit's name of it in the snapshots of MySQL; the other dialects have the plural. */
export async function mendWords({ history, texts, plan }: Mending): Promise<void> {
  for (const { tag, snapshot } of history.migrations) {
    if (!snapshot?.fault || snapshot.dialect !== 'mysql') continue;
    const { tables } = await stateIn(texts, snapshot.file);
    for (const [key, table] of Object.entries(tables as Record<string, Json>)) {
      const [wrong, right] = [table['checkConstraints'], table['checkConstraint']];
      if (wrong === undefined || right !== undefined) continue;
      await texts.set(snapshot.file, ['tables', key, 'checkConstraint'], wrong);
      await texts.set(snapshot.file, ['tables', key, 'checkConstraints'], undefined);
      plan.repairs.push({
        code: 'malformed-snapshot',
        migration: tag,
        file: snapshot.file,
        what: `table ${key} in ${snapshot.file}: "checkConstraints" becomes "checkConstraint", as drizzle-kit calls it in mysql`,
      });
    }
  }
}
