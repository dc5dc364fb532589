import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { config, parse } from 'dotenv';
import { expand } from 'dotenv-expand';

export interface EnvFileRequest {
  /** The workspace's root, absolute. */
  root: string;
  /** The package's folder, from the root. */
  dir: string;
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
  const result = { ...environment };
  if (environment['NX_LOAD_DOT_ENV_FILES'] === 'false') return result;
  const loadedByNx = environment['NX_TASK_TARGET_TARGET'] !== undefined;
  if (loadedByNx && (environment['NX_TASK_TARGET_CONFIGURATION'] ?? null) === request.configuration)
    return result;
  // Nx has loaded the files of another configuration: what came from them must not win over the right ones.
  if (loadedByNx)
    unload(
      result,
      envFiles({ ...request, configuration: environment['NX_TASK_TARGET_CONFIGURATION'] ?? null }),
    );
  // Of each file that is not there dotenv makes an error: for fifty databases that takes as long as their ledgers.
  const path = envFiles(request).filter((file) => existsSync(file));
  const loaded = config({ path, processEnv: result as Record<string, string> });
  expand({ ...loaded, processEnv: result as Record<string, string> });
  return result;
}

/** Absolute paths, the first to name a variable wins. */
function envFiles({ root, dir, target, configuration }: EnvFileRequest): string[] {
  const names =
    configuration === null ? [target, ''] : [`${target}.${configuration}`, configuration, target, ''];
  const variants = names.flatMap((name) =>
    name === ''
      ? ['.env.local', '.local.env', '.env']
      : [`.env.${name}.local`, `.env.${name}`, `.${name}.local.env`, `.${name}.env`],
  );
  const folders = dir === '.' ? [root] : [path.join(root, dir), root];
  return folders.flatMap((folder) => variants.map((variant) => `${folder}/${variant}`));
}

function unload(environment: NodeJS.ProcessEnv, files: readonly string[]): void {
  for (const file of files.filter((candidate) => existsSync(candidate)))
    for (const [name, value] of Object.entries(parse(readFileSync(file))))
      if (environment[name] === value) delete environment[name];
}
