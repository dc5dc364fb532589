// All that this plugin uses of Nx. @nx/devkit hands on what this file of nx exports, in Nx 22, 23 and 24; a workspace
// always has nx, and @nx/devkit only where some other plugin brought it.
export {
  createProjectGraphAsync,
  detectPackageManager,
  getPackageManagerCommand,
  logger,
  parseJson,
  readCachedProjectGraph,
} from 'nx/src/devkit-exports';
export type { GeneratorCallback, Tree } from 'nx/src/devkit-exports';
