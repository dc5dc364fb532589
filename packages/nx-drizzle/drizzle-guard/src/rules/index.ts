import { editedMigration } from './base/edited-migration';
import { editedSnapshot } from './base/edited-snapshot';
import { lateMigration } from './base/late-migration';
import { removedMigration } from './base/removed-migration';
import { revertedUpgrade } from './base/reverted-upgrade';
import { conflictingMigrations } from './branches/conflicting-migrations';
import { unusedWaiver } from './configuration/unused-waiver';
import { drift } from './live/drift';
import { failedMigration } from './live/failed-migration';
import { failedRehearsal } from './live/failed-rehearsal';
import { foreignHistory } from './live/foreign-history';
import { missingMigration } from './live/missing-migration';
import { unknownMigration } from './live/unknown-migration';
import { repeatedStatement } from './replay/repeated-statement';
import { snapshotMismatch } from './replay/snapshot-mismatch';
import type { About, Rule } from './rule';
import { staleSchema } from './schema/stale-schema';
import { unstableSchema } from './schema/unstable-schema';
import { brokenJournal } from './structure/broken-journal';
import { danglingParent } from './structure/dangling-parent';
import { duplicateIndex } from './structure/duplicate-index';
import { duplicatePrefix } from './structure/duplicate-prefix';
import { duplicateSnapshot } from './structure/duplicate-snapshot';
import { forkedHistory } from './structure/forked-history';
import { futureTimestamp } from './structure/future-timestamp';
import { indexGap } from './structure/index-gap';
import { malformedSnapshot } from './structure/malformed-snapshot';
import { misnamedFolder } from './structure/misnamed-folder';
import { missingSnapshot } from './structure/missing-snapshot';
import { missingSql } from './structure/missing-sql';
import { mixedLayout } from './structure/mixed-layout';
import { orphanSnapshot } from './structure/orphan-snapshot';
import { orphanSql } from './structure/orphan-sql';
import { outdatedSnapshot } from './structure/outdated-snapshot';
import { staleBundle } from './structure/stale-bundle';
import { timestampRegression } from './structure/timestamp-regression';
import { unmergedFork } from './structure/unmerged-fork';

/** Every rule by what it is about, in order of cause: what comes first explains what comes after. */
export const rulesAbout = {
  structure: [
    mixedLayout,
    brokenJournal,
    misnamedFolder,
    malformedSnapshot,
    outdatedSnapshot,
    duplicateIndex,
    duplicatePrefix,
    duplicateSnapshot,
    forkedHistory,
    missingSql,
    missingSnapshot,
    orphanSql,
    orphanSnapshot,
    danglingParent,
    timestampRegression,
    unmergedFork,
    staleBundle,
    indexGap,
    futureTimestamp,
  ],
  branches: [conflictingMigrations],
  schema: [staleSchema, unstableSchema],
  proof: [snapshotMismatch],
  replay: [repeatedStatement, snapshotMismatch],
  base: [
    revertedUpgrade,
    removedMigration,
    editedMigration,
    editedSnapshot,
    forkedHistory,
    unmergedFork,
    duplicatePrefix,
    lateMigration,
    conflictingMigrations,
  ],
  deployed: [lateMigration],
  live: [failedMigration, foreignHistory, lateMigration, editedMigration, missingMigration, unknownMigration],
  run: [drift],
  rehearsal: [failedRehearsal],
  comparison: [drift],
  configuration: [unusedWaiver],
} as const satisfies { [A in About]: readonly (Rule & { find: Required<Pick<Rule['find'], A>> })[] };

/** Everything that can be found, each once. */
export const rules = [...new Set(Object.values(rulesAbout).flat())];

/** The codes of all findings. */
export type Code = (typeof rules)[number]['code'];
