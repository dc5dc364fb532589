import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, override, port } from '../shared-options';

export const studioOptions = { port } as const satisfies OptionTable;

export const studio = defineCommand({
  name: 'studio',
  summary: 'look at a database in the browser, with drizzle-kit’s studio',
  options: { database, environment, override, ...studioOptions },
  targets: [
    {
      name: 'studio',
      description: 'Opens drizzle-kit’s studio on the database of an environment.',
      configurations: ['development', 'staging'],
    },
  ],
  run: async (values, output) =>
    (await import('./run')).studio({
      cwd: process.cwd(),
      ...values,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
      say: output.say,
    }),
  render: async () => (await import('./render')).renderStudio,
});
