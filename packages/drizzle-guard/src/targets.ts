// What nx-drizzle is built with. It is bundled there: no nx command has to load drizzle-guard.
export { targets, type Target, type TargetName } from './commands/targets';
export { BUILT_IN_ENVIRONMENTS } from './environments/choose-environment';
export { parseConfigFileName } from './workspace/config-file-name';
