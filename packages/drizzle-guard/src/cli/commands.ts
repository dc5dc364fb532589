import { GuardError } from '../errors/guard-error';
import { type Renderer } from '../report/document';
import { exitCodeOf, type CommandResult, type ExitCode } from '../results/command-result';
import { defineCommand, usage, type CommandRow } from './define-command';
import { initOptions } from './init-options';
import { isTerminal, type Output } from './output';
import { renderCheck } from '../commands/check/render';
import { renderGenerate } from '../commands/generate/render';
import { renderStatus } from '../commands/status/render';
import { renderMigrate } from '../commands/migrate/render';

const json = { type: 'boolean', help: 'print one JSON document on stdout' } as const;
const shared = {
  database: {
    type: 'string',
    short: 'd',
    multiple: true,
    value: '<name|dir>',
    help: 'a database, by name, folder, config or package; may be given again (default: of this folder, else all)',
  },
  json,
} as const;
const environment = {
  type: 'string',
  short: 'e',
  value: '<name>',
  help: 'development, staging, production or your own (default: DRIZZLE_GUARD_ENVIRONMENT, else development)',
} as const;
const migrations = {
  type: 'string',
  value: '<folder>',
  help: 'a bare migrations folder, without a drizzle config',
} as const;
const base = {
  type: 'string',
  value: '<ref>|auto',
  help: 'compare with what has landed on this branch; auto finds it',
} as const;
const head = {
  type: 'string',
  value: 'worktree|index|<ref>',
  help: 'what is looked at (default: worktree)',
} as const;

const FORMATS = ['pretty', 'json', 'github'];

/** Every command, as it is typed; each loads what it needs when it runs. */
export const commands: readonly CommandRow[] = [
  defineCommand({
    name: 'check',
    summary: 'say what is wrong with the migrations, without a database',
    options: {
      ...shared,
      migrations,
      base,
      head,
      replay: {
        type: 'boolean',
        help: 'prove on a throw-away database that the SQL gives what the snapshots say',
      },
      format: {
        type: 'string',
        value: FORMATS.join('|'),
        choices: FORMATS,
        help: 'github adds annotations for a workflow; json is --json (default: pretty)',
      },
    },
    async run({ database = [], migrations, base, head, replay, json: asJson, format }, output) {
      if (asJson && format !== undefined && format !== 'json')
        throw usage(`--json is --format json, and --format ${format} was given too: give one of them`);
      refuseBoth(migrations, database);
      const cwd = process.cwd();
      refuseUnderCache(base, head);
      const result =
        migrations === undefined
          ? await (await import('../commands/check/run')).check({ cwd, database, base, head, replay })
          : await (
              await import('../judging/check-folder')
            ).checkFolder(cwd, migrations, { base, head, replay });
      const code = await report(output, result, renderCheck);
      if (output.format === 'github')
        output.document((await import('../report/github')).renderGithub(result));
      return code;
    },
  }),
  defineCommand({
    name: 'history',
    summary: 'draw the migrations: landed and not landed, forks and open leaves',
    options: {
      ...shared,
      migrations,
      base: {
        ...base,
        help: 'what has landed is on this branch (default: auto, and none where none is found)',
      },
      head,
    },
    async run({ json: _json, database = [], ...options }, output) {
      refuseBoth(options.migrations, database);
      const { history } = await import('../commands/history/run');
      const result = await history({ cwd: process.cwd(), database, ...options });
      return report(output, result, (await import('../commands/history/render')).renderHistory);
    },
  }),
  defineCommand({
    name: 'generate',
    summary: "run drizzle-kit's generate and tell the truth about it",
    options: {
      ...shared,
      name: { type: 'string', value: '<name>', help: 'name of the migration' },
      custom: { type: 'boolean', help: 'make an empty migration to be filled by hand' },
    },
    async run({ json: asJson, ...options }, output) {
      const { generate } = await import('../commands/generate/run');
      const interactive = !asJson && isTerminal(0) && isTerminal(1);
      const result = await generate({ cwd: process.cwd(), interactive, ...options });
      return report(output, result, renderGenerate);
    },
  }),
  defineCommand({
    name: 'migrate',
    summary: 'apply pending migrations, in order, under a lock',
    options: {
      ...shared,
      environment,
      'dry-run': { type: 'boolean', help: 'show what would be applied' },
      to: { type: 'string', value: '<migration>', help: 'stop after this migration' },
      late: {
        type: 'string',
        value: 'apply',
        choices: ['apply'],
        help: 'apply late migrations too, out of order',
      },
      'fail-fast': { type: 'boolean', help: 'of several databases, stop at the first that fails' },
    },
    async run(
      { json: _json, 'dry-run': dryRun = false, 'fail-fast': failFast = false, late, ...options },
      output,
    ) {
      const { migrate } = await import('../commands/migrate/run');
      const result = await migrate({
        cwd: process.cwd(),
        dryRun,
        failFast,
        ...options,
        ...(late === undefined ? {} : { late: 'apply' as const }),
        onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
        onApplied: (_database, { migration, milliseconds }) =>
          output.say(`  ${migration}  ${milliseconds} ms`),
      });
      return report(output, result, renderMigrate);
    },
  }),
  defineCommand({
    name: 'status',
    summary: 'say which migrations a database has',
    options: { ...shared, environment, pending: { type: 'boolean', help: 'only what is not applied yet' } },
    async run({ json: _json, ...options }, output) {
      const { status } = await import('../commands/status/run');
      return report(output, await status({ cwd: process.cwd(), ...options }), renderStatus);
    },
  }),
  defineCommand({
    name: 'doctor',
    summary: 'say what broke a history, in order of cause; mend or accept it',
    options: {
      ...shared,
      migrations: {
        type: 'string',
        value: '<folder>',
        help: 'a bare migrations folder, without a drizzle config',
      },
      repair: { type: 'boolean', help: 'show what can be mended without losing anything, then do it' },
      'dry-run': { type: 'boolean', help: 'with --repair: only show it' },
      baseline: { type: 'boolean', help: "accept today's findings: from now on only new ones fail" },
    },
    async run({ database = [], migrations, json: _json, 'dry-run': dryRun, ...options }, output) {
      refuseBoth(migrations, database);
      const { doctor } = await import('../commands/doctor/run');
      const { renderBaseline, renderDoctor, renderPatient, renderRepaired } =
        await import('../commands/doctor/render');
      const head = dryRun ? '--repair would' : '--repair does';
      const result = await doctor({
        cwd: process.cwd(),
        ...{ database, migrations, dryRun, ...options },
        onPlan: (plan) => output.tell(renderPatient(plan, head, output.style)),
      });
      const render = options.baseline ? renderBaseline : options.repair ? renderRepaired : renderDoctor;
      return report(output, result, render);
    },
  }),
  defineCommand({
    name: 'init',
    summary: 'set up the hooks, attributes, ignores and configuration of a repository',
    options: initOptions,
    async run(values, output) {
      const { runInit } = await import('./run-init');
      return report(
        output,
        await runInit(values, output),
        (await import('../commands/init/render')).renderInit,
      );
    },
  }),
  defineCommand({
    name: 'explain',
    summary: 'what a finding or error means, and the way out',
    argument: '<code>',
    options: { json },
    async run(_values, output, code) {
      const { explain } = await import('../commands/explain/run');
      const explanation = explain(code);
      const { renderJson } = await import('../report/json');
      if (output.json) output.document(renderJson({ command: 'explain', databases: [], ...{ explanation } }));
      else output.tell(`${code} (${explanation.kind})\n\n${explanation.text}\n`);
      return 0;
    },
  }),
];

/** @throws GuardError `usage` */
function refuseBoth(migrations: string | undefined, database: readonly string[]): void {
  if (migrations !== undefined && database.length > 0)
    throw usage('--migrations is about a folder and --database about a database: give one of them');
}

/** The plugin's cached target says so in the environment: a ref is no input of it, and a moved one no reason to run. */
function refuseUnderCache(base: string | undefined, head = 'worktree'): void {
  if (!process.env['DRIZZLE_GUARD_CACHED'] || (base === undefined && head === 'worktree')) return;
  throw new GuardError(
    'cached-base',
    `the target check is cached by Nx, which would repeat its answer after ${base === undefined ? head : 'the base'} has moved; nothing was checked`,
    'run the target check-base, with the same flags',
  );
}

/** Prints a result in the form asked for; its exit code is the command's. */
async function report<R extends CommandResult>(
  output: Output,
  result: R,
  render: Renderer<R>,
): Promise<ExitCode> {
  if (output.json) output.document((await import('../report/json')).renderJson(result));
  else output.tell(render(result, output.style));
  return exitCodeOf(result);
}
