import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

export const pullOptions = {
  to: {
    type: 'string',
    value: '<folder>',
    help: 'a new or empty folder (default: one below .drizzle-guard/pull)',
  },
} as const satisfies OptionTable;

export const pull = defineCommand({
  name: 'pull',
  summary: 'write the schema that a database has, beside the one that is here',
  options: { database, json, environment, ...pullOptions },
  targets: [
    {
      name: 'pull',
      description: 'Writes the schema that the database of an environment has into a folder of its own.',
      configurations: 'environments',
    },
  ],
  run: async (values, output) =>
    (await import('./run')).pull({
      cwd: process.cwd(),
      ...values,
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
    }),
  render: async () => (await import('./render')).renderPull,
});
