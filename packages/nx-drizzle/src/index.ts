export { createNodes, createNodesV2 } from './plugin';
export { preTasksExecution } from './refuse-unknown-configuration';
export type { DrizzlePluginOptions } from './options';
