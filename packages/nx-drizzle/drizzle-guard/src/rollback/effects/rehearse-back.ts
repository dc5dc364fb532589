import type { Runnable } from '../../apply/read-migrations';
import type { Shadow } from '../../engines/shadow/shadow';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { labelOf, type Down, type Label } from '../way';
import { findDown, type Folder } from './find-down';
import { lossesAt, whyManual, type Proof } from './find-ways';
import { prove } from './prove';

/** How a migration would be taken back, as far as that is known without a database that has it. */
export interface WayBackKnown {
  migration: string;
  label: Label;
  /** Tables and columns whose rows would go with it: "users", "users.note". */
  loses: string[];
  /** Why it is manual; null where it is not. */
  why: string | null;
}

/**
 * Runs migrations up, back down and up again on a throw-away database.
 * @param mine in order
 * @param open opens a shadow that stands before the first of them
 */
export async function rehearseBack(
  folder: Folder,
  mine: readonly Runnable[],
  open: () => Promise<Shadow>,
): Promise<WayBackKnown[]> {
  const newestFirst = [...mine].reverse();
  const found: (Down | string)[] = [];
  for (const migration of newestFirst) found.push(await downOrWhy(folder, migration));
  const without = newestFirst.find((_, at) => typeof found[at] === 'string');
  const downs = found.filter((one) => typeof one !== 'string');
  const proof: Proof = without ? `${without.tag} has no way back` : await proofOn(open, mine, downs);
  return newestFirst
    .map(({ tag }, at): WayBackKnown => {
      const down = found[at]!;
      if (typeof down === 'string') return { migration: tag, label: 'manual', loses: [], why: down };
      const why = whyManual(proof, at);
      const lost = lossesAt(at, down, mine, proof, folder.dialect);
      const loses = lost.map(({ table, column }) => (column === null ? table : `${table}.${column}`));
      return { migration: tag, label: labelOf(why === null, lost), loses: [...new Set(loses)], why };
    })
    .reverse();
}

/** Without drizzle-kit, or where it refuses, the rest of a rehearsal is worth as much. */
async function downOrWhy(folder: Folder, migration: Runnable): Promise<Down | string> {
  try {
    return await findDown(folder, migration);
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  }
}

async function proofOn(
  open: () => Promise<Shadow>,
  ups: readonly Runnable[],
  downs: readonly Down[],
): Promise<Proof> {
  const shadow = await open();
  try {
    return await prove(shadow, ups, downs, false);
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  } finally {
    await shadow.close();
  }
}
