import { existsSync } from 'node:fs';
import { GuardError } from '../../errors/guard-error';
import type { WayOptions } from '../failures';
import { beside, findPrograms, namedProgram } from '../find-programs';
import type { Manifest } from '../manifest';
import { pgDumpFor, type Program } from '../programs';

/** @throws GuardError `tool-missing` */
export async function dumpProgram(options: WayOptions, serverMajor: number): Promise<Program> {
  const found = options.program
    ? [await namedProgram(options.program)]
    : await findPrograms(['pg_dump'], true);
  const program = pgDumpFor(found, serverMajor);
  if (program) return program;
  const has =
    found.length === 0
      ? 'none is found here'
      : `what is found here is older: ${found.map(({ file, version }) => `${file} ${version}`).join(', ')}`;
  throw missing(
    `a backup of this server (Postgres ${serverMajor}) takes a pg_dump of version ${serverMajor} or newer, and ${has}`,
    serverMajor,
  );
}

function missing(what: string, major: number): GuardError {
  return new GuardError(
    'tool-missing',
    `${what}; nothing was done`,
    `install it (\`apt-get install postgresql-client-${major}\` with the packages of the PostgreSQL project, \`brew install libpq\`), name it with "backup": { "program": "…/pg_dump" } of the environment in drizzle-guard.json, or let a command of your own make the backup ("backup": { "command": […] })`,
  );
}

export interface RestorePrograms {
  restore: string;
  psql: string;
}

/**
 * pg_restore reads what a pg_dump of its version or an older one wrote.
 * @throws GuardError `tool-missing`
 */
export async function restorePrograms(options: WayOptions, { tool }: Manifest): Promise<RestorePrograms> {
  const major = Number.parseInt(tool.version, 10);
  const found = options.program
    ? [await namedProgram(options.program)]
    : await findPrograms(['pg_dump'], true);
  const complete = found.filter((one) =>
    ['pg_restore', 'psql'].every((name) => existsSync(beside(one, name))),
  );
  const program = pgDumpFor(complete, major);
  if (!program)
    throw missing(
      `restoring a backup of pg_dump ${tool.version} takes pg_restore and psql of version ${major} or newer, and none are found here`,
      major,
    );
  return { restore: beside(program, 'pg_restore'), psql: beside(program, 'psql') };
}
