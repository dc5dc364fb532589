// For production: neither drizzle-kit nor drizzle-orm, TypeScript, git or esbuild is needed, nor loaded.
export type { MigrationStatus } from './apply/states-of';
export type { AppliedMigration } from './apply/run-migrate';
export { GuardError } from './errors/guard-error';
export { getStatus, type RuntimeStatus } from './runtime/get-status';
export { migrate, type RuntimeMigrateOptions, type RuntimeMigration } from './runtime/migrate';
export type { RuntimeOptions } from './runtime/options';
