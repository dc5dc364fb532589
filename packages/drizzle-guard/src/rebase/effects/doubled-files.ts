import { readText } from '../../sources/tree';
import { doubledIn, withoutPassages, type Doubled } from '../duplicates';
import type { Moving } from '../moving';
import type { Refusal } from '../refusal';
import type { Held } from './read-steps';

/** What of the SQL of mine theirs has already; and what of that cannot be left out of its files. */
export async function doubledFiles(
  mine: Held,
  theirs: Held,
  moving: Moving,
): Promise<{ doubled: Doubled[]; entangled: Refusal[] }> {
  const texts = async ({ tree }: Held, of: Moving['mine']) =>
    Promise.all(of.map(async ({ tag, sqlFile }) => ({ tag, sql: (await readText(tree, sqlFile)) ?? '' })));
  const [own, others] = [await texts(mine, moving.mine), await texts(theirs, moving.theirs)];
  const doubled = doubledIn(
    own,
    others.map(({ sql }) => sql),
  );
  const sqlOf = new Map(own.map(({ tag, sql }) => [tag, sql]));
  const entangled = doubled.filter(
    ({ tag, same, isWhole }) => !isWhole && withoutPassages(sqlOf.get(tag)!, same) === null,
  );
  return { doubled, entangled: entangled.map(({ tag }) => sharingLines(tag)) };
}

function sharingLines(tag: string): Refusal {
  return {
    migration: tag,
    reason: 'a statement that theirs has stands on one line with another one, and lines are left out whole',
    with: null,
    help: `put each statement of ${tag} on lines of its own (it has not landed), then run \`drizzle-guard rebase\` again`,
  };
}
