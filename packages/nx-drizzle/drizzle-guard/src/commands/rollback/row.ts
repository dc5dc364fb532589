import { askerOn } from '../../terminal/asker';
import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json, override, yes } from '../shared-options';

export const rollbackOptions = {
  'dry-run': { type: 'boolean', help: 'show the SQL, whether it is proven, what is lost and what is locked' },
  to: { type: 'string', value: '<migration>', help: 'take back all that was applied after this one' },
  steps: {
    type: 'string',
    value: '<n>',
    help: 'take back the last n, as the word behind the command (default: 1)',
  },
  'accept-loss': { type: 'boolean', help: 'take back also what takes rows with it; see --yes' },
} as const satisfies OptionTable;

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'take the last migrations back, by SQL that was proven first',
  argument: '[n]',
  options: { database, json, environment, override, yes, ...rollbackOptions },
  targets: [
    {
      name: 'rollback',
      description: 'Takes the last drizzle migration of the database of an environment back.',
      parallelism: false,
      configurations: 'environments',
    },
  ],
  run: async (values, output, argument) => {
    const [{ rollback }, { whileInterruptible }] = await Promise.all([
      import('./run'),
      import('../migrate/interrupts'),
    ]);
    return whileInterruptible(
      (shouldStop) =>
        rollback({
          cwd: process.cwd(),
          ...values,
          ...(argument === '' ? {} : { last: argument }),
          shouldStop,
          ask: askerOn(output),
          onWork: output.doing,
          onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
          onUndone: (_database, { migration, milliseconds }) =>
            output.say(`  ${migration}  taken back  ${milliseconds} ms`),
        }),
      'run `drizzle-guard rollback` again for those that are left',
    );
  },
  render: async () => (await import('./render')).renderRollback,
});
