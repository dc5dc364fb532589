import { askerOn } from '../../terminal/asker';
import { defineCommand } from '../define-command';
import { database, environment, json, override, yes } from '../shared-options';

export const reset = defineCommand({
  name: 'reset',
  summary: 'empty a database, migrate it, and fill it with rows again',
  options: { database, json, environment, override, yes },
  targets: [
    {
      name: 'reset',
      description: 'Empties the database of an environment, migrates it, and fills it with rows again.',
      parallelism: false,
      configurations: ['development', 'staging'],
    },
  ],
  run: async (values, output) =>
    (await import('./run')).reset({
      cwd: process.cwd(),
      ...values,
      ask: askerOn(output),
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
      onApplied: (_database, { migration, milliseconds }) => output.say(`  ${migration}  ${milliseconds} ms`),
    }),
  render: async () => (await import('./render')).renderReset,
});
