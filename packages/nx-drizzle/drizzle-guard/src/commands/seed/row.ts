import { defineCommand } from '../define-command';
import { database, environment, json, override } from '../shared-options';

export const seed = defineCommand({
  name: 'seed',
  summary: 'fill a database with rows, by drizzle-seed or a program of yours',
  options: { database, json, environment, override },
  targets: [
    {
      name: 'seed',
      description: 'Fills the database of an environment with rows.',
      parallelism: false,
      configurations: ['development', 'staging'],
    },
  ],
  run: async (values, output) =>
    (await import('./run')).seed({
      cwd: process.cwd(),
      ...values,
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
    }),
  render: async () => (await import('./render')).renderSeed,
});
