export { backup, type BackupOptions, type BackupResult, type TakenBackup } from './commands/backup/run';
export { check, checkFolder, type CheckOptions } from './commands/check/run';
export type { CheckResult } from './judging/result-of';
export {
  doctor,
  type DoctorCommandResult,
  type DoctorOptions,
  type DoctorResult,
} from './commands/doctor/run';
export { explain, explainAll, type Explanation } from './commands/explain/run';
export { generate, type GenerateOptions, type GenerateResult } from './commands/generate/run';
export type { DrawnMigration } from './commands/history/drawn-migrations';
export { history, type HistoryOptions, type HistoryResult } from './commands/history/run';
export {
  init,
  planInit,
  planPipeline,
  type InitOptions,
  type InitPlan,
  type InitResult,
  type PlanInitOptions,
} from './commands/init/run';
export {
  carryOutUndo,
  planUndoInit,
  undoInit,
  type UndoInitOptions,
  type UndoPlan,
} from './commands/init/undo';
export {
  migrate,
  type MigrateOptions,
  type MigrateCommandResult,
  type MigrateResult,
} from './commands/migrate/run';
export { restore, type RestoreOptions, type RestoreResult } from './commands/restore/run';
export {
  rollback,
  type RollbackCommandResult,
  type RollbackOptions,
  type RollbackResult,
} from './commands/rollback/run';
export { status, type StatusOptions, type StatusResult } from './commands/status/run';
export { GuardError } from './errors/guard-error';
export type { FileBytes } from './init/effects/disk-files';
export type { InitEdit, UndoEdit } from './init/facts';
export { editJson, withItem, withoutItem, withoutKey, type JsonChange } from './text/json-edit';
export { guardRange, isOwnRange } from './init/plan-manifest';
export { renderInit } from './commands/init/render';
export { safely } from './report/safe-text';
export { styleFor } from './report/style';
export { typed } from './terminal/typing-here';
export { exitCodeOf, type CommandResult, type DatabaseResult } from './results/command-result';
export { parseConfigFileName } from './workspace/config-file-name';
export { configJsonSchema } from './workspace/configuration-schema';
export { version } from './version';
export { type Failure } from './errors/failure';
export { type Finding } from './rules/finding';
