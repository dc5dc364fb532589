import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json, override } from '../shared-options';

export const migrateOptions = {
  'dry-run': { type: 'boolean', help: 'show what would be applied' },
  to: { type: 'string', value: '<migration>', help: 'stop after this migration' },
  late: {
    type: 'string',
    value: 'apply',
    choices: ['apply'],
    help: 'apply late migrations too, out of order',
  },
  baseline: {
    type: 'string',
    value: '<migration>',
    help: 'adopt a database that has no ledger: record up to this migration, and run nothing',
  },
  resolve: {
    type: 'string',
    value: '<migration>=<applied|rolled-back|continue>',
    help: 'say what became of one that is unfinished, or go on with it',
  },
  report: {
    type: 'string',
    multiple: true,
    value: '<file>',
    help: 'write what was done and how long it took: JSON, or Prometheus text where its name ends in .prom; may be given again',
  },
  'fail-fast': { type: 'boolean', help: 'of several databases, stop at the first that fails' },
} as const satisfies OptionTable;

export const migrate = defineCommand({
  name: 'migrate',
  summary: 'apply pending migrations, in order, under a lock',
  options: { database, json, environment, override, ...migrateOptions },
  targets: [
    {
      name: 'migrate',
      description: 'Applies the pending drizzle migrations to the database of an environment.',
      argsInSeries: ['--fail-fast'],
      parallelism: false,
      configurations: 'environments',
    },
  ],
  run: async (values, output) => {
    const [{ migrate }, { whileInterruptible }] = await Promise.all([
      import('./run'),
      import('./interrupts'),
    ]);
    return whileInterruptible((shouldStop) =>
      migrate({
        cwd: process.cwd(),
        ...values,
        shouldStop,
        onWork: output.doing,
        onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
        onApplied: (_database, { migration, milliseconds }) =>
          output.say(`  ${migration}  ${milliseconds} ms`),
      }),
    );
  },
  render: async () => (await import('./render')).renderMigrate,
});
