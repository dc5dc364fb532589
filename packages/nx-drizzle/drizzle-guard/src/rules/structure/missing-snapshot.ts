import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';

export const missingSnapshot = defineRule({
  code: 'missing-snapshot',
  severity: 'error',
  explain: `A migration has no snapshot. drizzle-kit compares the schema with the snapshot whose file name sorts last: if the newest one is missing, the next generate writes this migration's statements a second time. An older one that is missing makes drizzle-kit up (0.x to 1.0) stop. In the folders layout a folder without one is no part of the states that drizzle-kit knows: what its SQL does, drizzle-kit does not see. Where another snapshot continues one that is lost, drizzle-kit refuses to work.

Way out: bring the file back from git, if it was ever there, or let drizzle-guard doctor --repair make it. In the folders layout it gives a folder of hand-written SQL a snapshot that changes nothing, where the SQL changes nothing that a snapshot says. In the journal layout that of the newest migration is the state of the schema, or as much of it as the SQL does; an older one is worked out from the snapshots around it. Either is proved by drizzle-kit's own statements or by a replay on a throw-away database, and left to you where it cannot be. A migration that nobody has applied can also be deleted (SQL and journal entry; keep hand-written SQL) and made again by drizzle-guard generate.`,
  effect: ({ migration }, { migrations, layout }) =>
    migration === migrations.at(-1)?.tag && layout === 'journal'
      ? 'the next generate writes its statements a second time'
      : layout === 'journal'
        ? 'drizzle-kit up (0.x to 1.0) stops'
        : 'drizzle-kit refuses to work, or takes its changes for unmade',
  traits: ['state-unknown', 'two-sides', 'of-the-chain', 'cuts-the-chain', 'half-written'],
  find: {
    structure: ({ history }) =>
      history.migrations
        .filter(
          (migration) => !migration.snapshot && !isBroken(history.snapshotProblems, migration.snapshotFile),
        )
        .map((migration) => ({
          migration: migration.tag,
          ...migration.declaredAt,
          message: `${migration.tag} has no snapshot: ${fromFolder(history.dir, migration.snapshotFile)} is not there`,
          help: `bring it back: \`git restore --source=HEAD --staged --worktree -- ${shellWord(migration.snapshotFile)}\`; where HEAD lacks it too, \`drizzle-guard doctor --repair\` ${
            history.layout === 'journal'
              ? 'makes it where the SQL bears it out'
              : 'gives it one where its SQL changes nothing that a snapshot says'
          }`,
        })),
  },
});

/** A snapshot that is there and cannot be read is malformed, not missing. */
function isBroken(problems: readonly { file: string }[], snapshotFile: string): boolean {
  return problems.some(({ file }) => file === snapshotFile);
}

function fromFolder(dir: string, file: string): string {
  return dir === '' ? file : file.slice(dir.length + 1);
}
