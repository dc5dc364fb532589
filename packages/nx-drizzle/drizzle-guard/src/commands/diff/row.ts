import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

export const diffOptions = {
  with: {
    type: 'string',
    value: '<environment>',
    help: 'compare with the database of this environment, in place of what the migrations give',
  },
} as const satisfies OptionTable;

export const diff = defineCommand({
  name: 'diff',
  summary: 'say what a database has that its migrations do not give, and the other way round',
  options: { database, json, environment, ...diffOptions },
  targets: [
    {
      name: 'diff',
      description: 'Compares the database of an environment with what its drizzle migrations give.',
      configurations: 'environments',
    },
  ],
  run: async (values, output) =>
    (await import('./run')).diff({
      cwd: process.cwd(),
      ...values,
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
    }),
  render: async () => (await import('./render')).renderDiff,
});
