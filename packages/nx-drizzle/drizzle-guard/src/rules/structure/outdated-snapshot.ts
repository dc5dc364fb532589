import type { Layout, Snapshot } from '../../history/history';
import { count } from '../../text/words';
import { defineRule } from '../rule';

// What drizzle-kit writes and compares, by dialect (read in 0.31.11 and 1.0.0-rc.5: `assertVersion` and its callers).
const NEWEST: Readonly<Record<Layout, Readonly<Record<string, number>>>> = {
  journal: { postgresql: 7, mysql: 5, sqlite: 6, singlestore: 1 },
  folders: { postgresql: 9, mysql: 6, sqlite: 7, singlestore: 2, mssql: 2, cockroach: 1 },
};

export const outdatedSnapshot = defineRule({
  code: 'outdated-snapshot',
  severity: 'error',
  explain: `Snapshots have a format that an older drizzle-kit wrote (in the folders layout: a release candidate of 1.0 before 1.0.0-rc.5). The one that works in this layout now compares no other format than its own: its check fails, its generate writes nothing, and nobody notices before the next migration is needed.

Way out: drizzle-kit up converts all of them at once; commit what it changes. No SQL changes, so nothing is different for a database. Branches that have made snapshots in the old format meanwhile run it again after they have merged that commit.`,
  effect: 'drizzle-kit check fails, and generate writes nothing',
  traits: ['misleads-generate', 'state-unknown'],
  find: {
    structure({ history }) {
      const old = history.snapshots.filter((snapshot) => isOld(snapshot, history.layout));
      const [first] = old;
      if (!first) return [];
      const of = history.migrations.find(({ snapshot }) => snapshot?.file === first.file);
      const more = old.length > 1 ? `, and ${count(old.length - 1, 'other')} too` : '';
      return [
        {
          ...(of ? { migration: of.tag } : {}),
          file: first.file,
          message: `${first.file} has format ${first.version} of ${first.dialect} snapshots${more}; drizzle-kit compares format ${NEWEST[history.layout][first.dialect]} only, and generates nothing`,
          help: 'run `drizzle-kit up`, which converts them, and commit what it changes',
        },
      ];
    },
  },
});

function isOld({ dialect, version }: Snapshot, layout: Layout): boolean {
  const newest = NEWEST[layout][dialect];
  return newest !== undefined && Number(version) < newest;
}
