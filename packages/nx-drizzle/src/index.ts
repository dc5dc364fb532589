export { createNodes, createNodesV2 } from './plugin';
export { preTasksExecution } from './before-tasks';
export type { DrizzlePluginOptions } from './options';
