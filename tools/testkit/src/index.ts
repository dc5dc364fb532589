export { runBin, startBin, type BinRun, type RunOptions } from './bin';
export { drizzleConfig, pgliteConfig } from './drizzle-config';
export { emptyPglite } from './empty-pglite';
export { cleanEnvironment } from './environment';
export { foldersHistory, type FolderSpec } from './folders-history';
export { journalHistory, snapshotId, type MigrationSpec } from './journal-history';
export {
  BRANCHES,
  branchFiles,
  branchSchema,
  branchTag,
  type BranchDialect,
  type BranchName,
} from './kit-branches';
export { kitOneModules } from './kit-one';
export { isLong, sampleOf } from './long';
export { madeFilesOnce, madeOnce } from './made-once';
export { repositoryRoot } from './paths';
export { hasPgbouncer, withPgbouncer } from './pgbouncer';
export {
  hasPostgres,
  hasPostgresPrograms,
  NOBODY,
  postgresUrl,
  startPrivatePostgres,
  type PrivatePostgres,
} from './postgres-server';
export { HOOKS, withRepository, type Environment, type GitRun, type Repository } from './repository';
export { withWorkspace, type Workspace } from './workspace';
