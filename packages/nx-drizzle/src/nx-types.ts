// Nx 22 has no type called CreateNodes, Nx 23 deprecates CreateNodesV2, and only the shape is the same in 22, 23 and
// 24. So the shape is what this plugin declares.

export type CreateNodesContext = {
  readonly workspaceRoot: string;
};

export type TargetConfiguration = {
  command?: string;
  executor?: string;
  options?: Record<string, unknown>;
  configurations?: Record<string, Record<string, unknown>>;
  dependsOn?: string[];
  cache?: boolean;
  inputs?: string[];
  parallelism?: boolean;
  metadata?: { description: string };
};

export type InferredProject = {
  name?: string;
  targets: Record<string, TargetConfiguration>;
  metadata: { targetGroups: Record<string, string[]> };
};

export type CreateNodesResult = { projects: Record<string, InferredProject> };

export type CreateNodes = readonly [
  glob: string,
  createNodes: (
    configFiles: readonly string[],
    options: unknown,
    context: CreateNodesContext,
  ) => Promise<(readonly [configFile: string, result: CreateNodesResult])[]>,
];

export type PreTasksExecutionContext = {
  readonly argv: readonly string[];
};

/** What is used of a target in Nx's graph. */
export type TargetNode = {
  readonly executor?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly configurations?: Readonly<Record<string, unknown>>;
  readonly cache?: boolean;
  readonly metadata?: object;
};

/** The projects in Nx's graph by their names, as far as they are used. */
export type ProjectNodes = Readonly<
  Record<
    string,
    { readonly data: { readonly root: string; readonly targets?: Readonly<Record<string, TargetNode>> } }
  >
>;
