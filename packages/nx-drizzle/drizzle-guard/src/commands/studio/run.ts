import { kitOnDatabase } from '../../environments/kit-on-database';
import type { LiveOptions, LiveResult } from '../../apply/live-database';
import { requireAllowed } from '../../environments/policy';
import { recordOverride } from '../../environments/record-override';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import { listOf } from '../../text/words';
import type { Values } from '../define-command';
import type { studioOptions } from './row';

export interface StudioOptions extends LiveOptions, Values<typeof studioOptions> {
  say?: (line: string) => void;
}

/** As drizzle-kit ends it: by a signal of whoever has looked enough. */
const ENDED = new Set([0, 130, 143]);

/** Runs drizzle-kit's studio on one database, on this machine alone, until it is ended. */
export async function studio(options: StudioOptions): Promise<CommandResult<LiveResult>> {
  const workspace = await openWorkspace(options);
  if (workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `studio is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>',
    );
  return overDatabases(
    'studio',
    workspace.databases,
    (database): LiveResult => ({ ...emptyResult(database), environment: null, target: null }),
    async (database, started) => {
      try {
        const chosen = environmentOf(
          workspace.configuration,
          database,
          options.environment,
          options.override,
        );
        requireAllowed(
          chosen.policy,
          'studio',
          'look at a copy of it: `drizzle-guard restore` brings a backup into another environment',
        );
        recordOverride(workspace.root, chosen.policy, { command: 'studio', database: database.name });
        const resolved = await resolveTarget(workspace, database, 'studio', chosen);
        const { description } = resolved.target;
        options.onTarget?.(database.name, chosen.name, description);
        options.say?.(
          '  while it runs, every page that is open in a browser on this machine can run any SQL on this database: end it (Ctrl-C) when you are done',
        );
        const command = [
          'studio',
          '--host=127.0.0.1',
          ...(options.port === undefined ? [] : [`--port=${options.port}`]),
        ];
        const { exitCode } = await kitOnDatabase(workspace, resolved, { command, interactive: true });
        const known = {
          ...started,
          environment: chosen.name,
          target: description,
          dialect: resolved.settings.dialect,
        };
        return ENDED.has(exitCode) ? known : { ...known, error: failureOf(failed(exitCode)) };
      } catch (thrown) {
        return { ...started, error: failureOf(thrown) };
      }
    },
  );
}

function failed(exitCode: number): GuardError {
  return new GuardError(
    'failed-kit',
    `drizzle-kit studio ended with ${exitCode}`,
    'see what it says above; another port is given with --port',
  );
}
