import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { kitOnDatabase } from '../../environments/kit-on-database';
import type { LiveOptions, LiveResult } from '../../apply/live-database';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { ownFolder } from '../../files/own-folder';
import { toTreePath } from '../../files/tree-path';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import { shortened } from '../../text/shorten';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import type { pullOptions } from './row';

export interface PullOptions extends LiveOptions, Values<typeof pullOptions> {}

export interface PullResult extends LiveResult {
  /** The files that were written, from the root. */
  files: string[];
}

/**
 * Runs drizzle-kit's pull into a folder of its own: what is in the repository is never written over. Of the database
 * it only reads.
 */
export async function pull(options: PullOptions): Promise<CommandResult<PullResult>> {
  const workspace = await openWorkspace(options);
  if (options.to !== undefined && workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `--to is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was written',
    );
  return overDatabases(
    'pull',
    workspace.databases,
    (database): PullResult => ({ ...emptyResult(database), environment: null, target: null, files: [] }),
    async (database, started) => {
      let known = started;
      try {
        const chosen = environmentOf(workspace.configuration, database, options.environment);
        const resolved = await resolveTarget(workspace, database, 'pull', chosen);
        const { settings, target } = resolved;
        known = { ...known, environment: chosen.name, target: target.description, dialect: settings.dialect };
        options.onTarget?.(database.name, chosen.name, target.description);
        const folder = folderFor(workspace, database, chosen.name, options);
        options.onWork?.(`${database.name}: drizzle-kit pull`);
        const out = path.relative(path.join(workspace.root, settings.cwd), folder);
        const ran = await kitOnDatabase(workspace, resolved, {
          ...{ command: ['pull'], interactive: false },
          instead: { out: out.startsWith('.') ? out : `./${out}` },
        });
        const files = filesIn(workspace.root, folder);
        if (!files.some((file) => file.endsWith('schema.ts'))) throw failed(ran.output);
        return { ...known, files };
      } catch (thrown) {
        return { ...known, error: failureOf(thrown) };
      }
    },
    { onWork: options.onWork },
  );
}

/** A folder of the user's is theirs; one of our own is made anew. */
function folderFor(
  { root }: Workspace,
  { name }: Database,
  environment: string,
  { cwd, to }: PullOptions,
): string {
  if (to === undefined) {
    const folder = path.join(ownFolder(root, 'pull'), `${name.replaceAll(/[^\w.-]/g, '_')}-${environment}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    return folder;
  }
  const folder = path.resolve(cwd, to);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new GuardError(
      'cannot-write',
      `${to} is not empty, and drizzle-kit pull would write over what is in it`,
      'give a folder that is new or empty; nothing was written',
    );
  mkdirSync(folder, { recursive: true });
  return folder;
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => toTreePath(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

function failed(output: string): GuardError {
  return new GuardError(
    'failed-kit',
    `drizzle-kit pull has written no schema; it said:\n${shortened(output.trim())}`,
    'see whether its driver is installed and the database can be reached: `drizzle-guard status`',
  );
}
