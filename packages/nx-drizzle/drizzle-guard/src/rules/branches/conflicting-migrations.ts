import { listOf } from '../../text/words';
import type { BaseContext, BranchConflict } from '../contexts';
import type { Draft } from '../finding';
import { defineRule } from '../rule';
import { mergingIn } from '../base/restoring';

export const conflictingMigrations = defineRule({
  code: 'conflicting-migrations',
  severity: 'error',
  explain: `Two branches of migrations were made from one state, and neither knows of the other: both change the same thing, or one drops what the other uses. A database that has run the one cannot run the other, or ends up otherwise than a database that ran them in the other order. drizzle-kit 1.0 calls them conflicting and refuses: generate for as long as both are open, and migrate on every database. It is told by what the snapshots say; what only hand-written SQL does is not seen.

drizzle-kit's own way out deletes both branches and makes one migration of them, after which every database that has run either has to be reset. Where one side has landed that is none.

Way out: what has landed stays. Delete the folders of the side that has not (keep hand-written SQL) and run drizzle-guard generate: what the schema still lacks is made again on top of the landed one. A merge that is stopped says which side that is. Where databases have run both, none may go: say so with a waiver and its reason.`,
  effect: 'drizzle-kit refuses to generate and to migrate; databases cannot run both',
  traits: ['two-sides', 'fork', 'misleads-generate'],
  find: {
    branches: ({ conflicts }) =>
      conflicts.map((conflict) => ({
        ...aboutIt(conflict),
        help: 'keep the side that has landed, delete the folders of the other (keep hand-written SQL), and run `drizzle-guard generate`: what is still lacking is made again on top',
      })),
    base: againstBase,
  },
});

/** The conflicts that a merge with the base would make. */
function againstBase({ conflicts, mine, base }: BaseContext): Draft[] {
  const tags = listOf(mine.map(({ tag }) => tag));
  return conflicts.map((conflict) => ({
    ...aboutIt(conflict),
    ...(mine[0] ? { migration: mine[0].tag, ...mine[0].declaredAt } : {}),
    help: mergingIn(base.name, `make ${tags} again on top`),
  }));
}

function aboutIt({ sides, file }: BranchConflict): Omit<Draft, 'help'> {
  const [one, other] = sides.map(({ tags, does }) => `${listOf(tags)} (${does})`);
  return {
    migration: sides[1].tags.at(-1)!,
    file,
    message: `${one} and ${other} do not go together: they are of two branches, and neither knows of the other`,
  };
}
