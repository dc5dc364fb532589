import { readdirSync } from 'node:fs';
import path from 'node:path';
import { config } from 'dotenv';
import { expand } from 'dotenv-expand';

export interface EnvFileRequest {
  /** The workspace's root, absolute. */
  root: string;
  /** The package's folder, from the root. */
  dir: string;
  /** What Nx calls the project in it; null where nobody knows. */
  project: string | null;
  /** The Nx target, or the command where Nx is not involved. */
  target: string;
  /** The environment that was asked for by name; null for the default one, as Nx without a configuration. */
  configuration: string | null;
}

/**
 * The environment with the .env files that Nx would load for the same target and configuration, in Nx's order
 * (nx 23.2, tasks-runner/task-env-paths): what is set already wins, then the package's files, then the root's. So a
 * command called from a hook sees the same database as one run by Nx. NX_LOAD_DOT_ENV_FILES=false switches it off.
 */
export function withEnvFiles(environment: NodeJS.ProcessEnv, request: EnvFileRequest): NodeJS.ProcessEnv {
  if (environment['NX_LOAD_DOT_ENV_FILES'] === 'false') return { ...environment };
  const loadedByNx = environment['NX_TASK_TARGET_TARGET'] !== undefined;
  const configuration = environment['NX_TASK_TARGET_CONFIGURATION'] ?? null;
  const project = environment['NX_TASK_TARGET_PROJECT'] ?? request.project;
  const isOwnTask = request.project === null || project === request.project;
  if (loadedByNx && isOwnTask && configuration === request.configuration) return { ...environment };
  // Nx has loaded the files of another task: what came from them must not win over the right ones.
  const dir = isOwnTask ? request.dir : '.';
  const own = loadedByNx ? unloaded(environment, envFiles({ ...request, dir, configuration })) : environment;
  return loaded(own, envFiles(request));
}

function loaded(environment: NodeJS.ProcessEnv, path: string[]): NodeJS.ProcessEnv {
  const processEnv = { ...environment } as Record<string, string>;
  expand({ ...config({ path, processEnv }), processEnv });
  return processEnv;
}

/** Without the variables that are what these files make of them, with all others as they are. */
function unloaded(environment: NodeJS.ProcessEnv, path: string[]): NodeJS.ProcessEnv {
  const named = config({ path, processEnv: {} }).parsed ?? {};
  const isFromFile = (name: string) => {
    const { [name]: value, ...others } = environment;
    return loaded(others, path)[name] === value;
  };
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !(name in named) || !isFromFile(name)),
  );
}

/** Absolute paths of those that are there, the first to name a variable wins. */
function envFiles({ root, dir, target, configuration }: EnvFileRequest): string[] {
  const names =
    configuration === null ? [target, ''] : [`${target}.${configuration}`, configuration, target, ''];
  const variants = names.flatMap((name) =>
    name === ''
      ? ['.env.local', '.local.env', '.env']
      : [`.env.${name}.local`, `.env.${name}`, `.${name}.local.env`, `.${name}.env`],
  );
  const folders = dir === '.' ? [root] : [path.join(root, dir), root];
  return folders.flatMap((folder) => {
    const there = namesIn(folder);
    return variants
      .filter((variant) => there?.has(variant.toLowerCase()) ?? true)
      .map((variant) => `${folder}/${variant}`);
  });
}

/** In lower case, because some disks tell no letters apart; null where a folder may be entered and not listed. */
function namesIn(folder: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch {
    return null;
  }
}
