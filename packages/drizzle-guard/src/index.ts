export { check, type CheckOptions } from './commands/check';
export { checkFolder, type CheckResult } from './commands/check-folder';
export { doctor, type DoctorCommandResult, type DoctorOptions, type DoctorResult } from './commands/doctor';
export { explain, explainAll, type Explanation } from './commands/explain';
export { generate, type GenerateOptions, type GenerateResult } from './commands/generate';
export {
  init,
  planInit,
  type InitOptions,
  type InitPlan,
  type InitResult,
  type PlanInitOptions,
} from './commands/init';
export {
  migrate,
  type MigrateOptions,
  type MigrateCommandResult,
  type MigrateResult,
} from './commands/migrate';
export { status, type StatusOptions, type StatusResult } from './commands/status';
export { GuardError } from './errors';
export type { FileBytes } from './init/effects/disk-files';
export type { InitEdit } from './init/facts';
export { exitCodeOf, type CommandResult, type DatabaseResult, type Failure, type Finding } from './result';
export { parseConfigFileName } from './workspace/config-file-name';
export { configJsonSchema } from './workspace/configuration-schema';
export { version } from './version';
