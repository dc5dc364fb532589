import path from 'node:path';
import { offlineEnvironment } from '../environments/offline-environment';
import { readText } from '../sources/tree';
import type { Migration } from '../history/history';
import { readHistory } from '../history/read-history';
import { startEvaluator } from '../schema/evaluator';
import { judgeState } from '../verdicts/judge-state';
import { openState, type Place } from '../verdicts/state';
import { readHeads } from '../verdicts/store';
import type { Side } from './hook';

interface Sides {
  ours: Side;
  theirs: Side;
  head: string;
  other: string;
}

/**
 * How to go on after a merge that was stopped, in drizzle-kit's own way: take the side that stays, and generate the
 * migrations of the other again on top. Only generated ones: SQL that somebody wrote is named, to be kept.
 * The side that moves is the one that has not landed; where neither or both have, it is ours. A side
 * without migrations of its own has nothing to move: the other's are taken as they are.
 */
export async function adviseOnMerge(
  place: Place,
  database: string,
  out: string,
  { ours, theirs, head, other }: Sides,
): Promise<string[]> {
  const hasLanded = (side: Side) => side.migrations.some(({ landed }) => landed);
  const theirsMove = theirs.migrations.length === 0 || (hasLanded(ours) && !hasLanded(theirs));
  const [staying, moving, movingCommit, stayingCommit] = theirsMove
    ? [ours, theirs, other, head]
    : [theirs, ours, head, other];
  const tags = moving.migrations.map(({ tag }) => tag);
  const restore = `git restore --source=${stayingCommit.slice(0, 12)} --staged --worktree -- ${quoted(out)}`;
  const conclude = `git add ${quoted(out)} && git commit`;
  if (tags.length === 0) return [`${restore}    # takes the migrations of ${staying.name}`, conclude];
  const written = await handWritten(place, database, out, movingCommit, tags);
  const generated = tags.filter((tag) => !written.some((migration) => migration.tag === tag));
  return [
    ...written.map(
      ({ sqlFile }) => `keep this SQL: git show ${movingCommit.slice(0, 12)}:${quoted(sqlFile)}`,
    ),
    `${restore}    # takes the migrations of ${staying.name}, drops ${tags.join(', ')}`,
    ...generated
      .slice(-1)
      .map((tag) => `drizzle-guard generate --database ${database} --name ${quoted(nameOf(tag))}`),
    ...written.map(
      ({ tag }) =>
        `drizzle-guard generate --database ${database} --custom --name ${quoted(nameOf(tag))}    # and put the kept SQL into it`,
    ),
    conclude,
  ];
}

/**
 * The migrations that hold a statement which drizzle-kit would not write for them, or of which that cannot be told.
 */
async function handWritten(
  place: Place,
  database: string,
  out: string,
  commit: string,
  tags: readonly string[],
): Promise<Pick<Migration, 'tag' | 'sqlFile'>[]> {
  const state = { kind: 'commit', commit, label: commit.slice(0, 10) } as const;
  const { databases } = await judgeState(place, state, new Set([database]));
  const judged = databases[0];
  const { tree, close } = openState(place, state);
  const folder = path.join(place.root, judged?.database.dir ?? '.');
  const evaluator = startEvaluator(folder, offlineEnvironment(process.env));
  try {
    const history = await readHistory(tree, out, readHeads(place.gitDir));
    const written: Migration[] = [];
    for (const tag of tags) {
      const migration = history.migrations.find((candidate) => candidate.tag === tag)!;
      const [parentId] = migration.snapshot?.parents ?? [];
      const parent = history.snapshots.find(({ id }) => id === parentId);
      const read = async (file: string | undefined) =>
        file === undefined ? null : ((await readText(tree, file)) ?? null);
      const [sql, current] = [await read(migration.sqlFile), await read(migration.snapshot?.file)];
      const generated =
        current === null
          ? null
          : await evaluator
              .ask({
                kind: 'diff',
                dialect: history.dialect ?? '',
                previous: await read(parent?.file),
                current,
              })
              .then((answer) => (answer.kind === 'diff' ? answer.statements : null));
      if (sql === null || generated === null || !isGenerated(sql, generated)) written.push(migration);
    }
    return written;
  } finally {
    close();
    await evaluator.close();
  }
}

/** Whether every statement of a migration is one that drizzle-kit writes; white space does not count. */
export function isGenerated(sql: string, generated: readonly string[]): boolean {
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
  const known = new Set(generated.map(plain));
  const statements = sql.split('--> statement-breakpoint').map(plain).filter(Boolean);
  return statements.length > 0 && statements.every((statement) => known.has(statement));
}

/** `0003_title` → `title`. */
function nameOf(tag: string): string {
  return tag.replace(/^[^_]*_/, '');
}

/** For a shell, where it needs it. */
function quoted(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
