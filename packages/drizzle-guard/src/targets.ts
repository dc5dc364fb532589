// What nx-drizzle is built with. It is bundled there: no nx command has to load drizzle-guard.
export { targets, type Target, type TargetName } from './commands/targets';
export { BUILT_IN_ENVIRONMENTS } from './environments/choose-environment';
export { originalOf } from './workspace/built-folder';
export { compareConfigFiles, parseConfigFileName, stemOf } from './workspace/config-file-name';
export { databaseName, shortName } from './workspace/database-name';
export { takenNames, type TakenName } from './workspace/taken-names';
/** Loaded where something is left out: it brings the library that reads globs. */
export const loadLeftOut = () => import('./workspace/left-out');
