export { cleanEnvironment, runBin, startBin, type BinRun, type RunOptions } from './bin';
export { journalHistory, snapshotId, type MigrationSpec } from './journal-history';
export { repositoryRoot } from './paths';
export { withWorkspace, type Workspace } from './workspace';
