import { headOf, ORIGIN_ID } from '../history/history';
import { fromGit, type Link, type Mending } from './mending';

/**
 * Gives the newest migration the snapshot that it lacks: it continues the last one that is there. Where nobody has looked
 * for its state yet, it is promised.
 */
export async function giveNewest(links: Link[], mending: Mending): Promise<void> {
  const { history, texts, idOf, newest, plan } = mending;
  const link = links.at(-1);
  if (!link || !isWithoutSnapshot(history)) return;
  const { migration, file } = link;
  if (newest && 'why' in newest) {
    plan.decisions.push({
      code: 'missing-snapshot',
      migration: migration.tag,
      file,
      what: `${file} is not made: ${newest.why}`,
      options: [
        fromGit(file),
        `or by the next migration: say in "waivers" of drizzle-guard.json why ${migration.tag} has none, run \`drizzle-guard generate\`, take out of its SQL what ${migration.tag} does already, and commit it`,
      ],
    });
    return;
  }
  const isKnown = newest !== undefined;
  plan.repairs.push({
    code: 'missing-snapshot',
    migration: migration.tag,
    file,
    what: `${file} is made: ${isKnown ? newest.as : 'the state of the schema, or of the snapshot before it with what the SQL after it does'}`,
    ...(isKnown ? {} : { unproved: true }),
  });
  if (!isKnown) return void plan.later.push(file);
  const previous = links.findLast(({ newId }) => newId !== null);
  const id = idOf(`${migration.tag} after ${previous?.newId ?? ORIGIN_ID}`);
  const parent = previous?.newId ?? ORIGIN_ID;
  await texts.write(file, JSON.stringify({ ...newest.state, id, prevId: parent }, null, 2));
  Object.assign(link, { id, newId: id, parent });
}

/** Whether the newest migration has no snapshot; one that is there and cannot be read is another matter. */
export function isWithoutSnapshot(history: Mending['history']): boolean {
  const head = headOf(history);
  return (
    head !== undefined &&
    head.hasSql &&
    head.snapshot === null &&
    !history.snapshotProblems.some(({ file }) => file === head.snapshotFile)
  );
}
