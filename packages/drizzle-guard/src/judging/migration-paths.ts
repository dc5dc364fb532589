import type { State } from '../sources/state';
import type { Session } from './session';

/** What migrations are made of, in both layouts, from their folder; and the bundle of drivers that have one. */
const OF_MIGRATIONS =
  /^(?:[^/]+\.sql|meta\/.*|[^/]+\/(?:migration\.sql|down\.sql|snapshot\.json)|migrations\.js)$/;

/**
 * How git is told of the migrations of a database: by their folder; where other files lie in it (a README, a seed), by
 * what migrations are made of, so that nothing else is taken back or added with them.
 * @param out the migrations folder, from the root
 * @param from a commit from which the folder is to be taken
 * @returns pathspecs from the root, not quoted
 */
export async function migrationPaths(session: Session, out: string, from: string): Promise<string[]> {
  const states: State[] = [{ kind: 'worktree' }, { kind: 'commit', commit: from, label: from.slice(0, 10) }];
  const files = new Set<string>();
  for (const state of states)
    for (const file of await (await session.tree(state)).list(out)) files.add(insideOf(out, file));
  const own = [...files].filter((file) => OF_MIGRATIONS.test(file));
  if (own.length === files.size || own.length === 0) return [out];
  const inFolder = (file: string) => (out === '' || out === '.' ? file : `${out}/${file}`);
  const has = (pattern: RegExp) => own.some((file) => pattern.test(file));
  return [
    ...(has(/^[^/]+\.sql$/) ? [`:(glob)${inFolder('*.sql')}`] : []),
    ...(has(/^meta\//) ? [inFolder('meta')] : []),
    ...['migration.sql', 'down.sql', 'snapshot.json'].flatMap((name) =>
      own.some((file) => !file.startsWith('meta/') && file.endsWith(`/${name}`))
        ? [`:(glob)${inFolder(`*/${name}`)}`]
        : [],
    ),
    ...(has(/^migrations\.js$/) ? [inFolder('migrations.js')] : []),
  ];
}

/** Whether a file of a migrations folder is what migrations are made of. */
export function isOfMigrations(out: string, file: string): boolean {
  const isInside = out === '' || out === '.' || file.startsWith(`${out}/`);
  return isInside && OF_MIGRATIONS.test(insideOf(out, file));
}

function insideOf(out: string, file: string): string {
  return out === '' || out === '.' ? file : file.slice(out.length + 1);
}
