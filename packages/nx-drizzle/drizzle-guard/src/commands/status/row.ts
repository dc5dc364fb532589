import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

export const statusOptions = {
  pending: { type: 'boolean', help: 'only what is not applied yet; exit 1 where there is something' },
} as const satisfies OptionTable;

export const status = defineCommand({
  name: 'status',
  summary: 'say which migrations a database has',
  options: { database, json, environment, ...statusOptions },
  targets: [
    {
      name: 'status',
      description: 'Shows which drizzle migrations the database of an environment has.',
      configurations: 'environments',
    },
  ],
  run: async (values, output) =>
    (await import('./run')).status({ cwd: process.cwd(), ...values, onWork: output.doing }),
  render: async ({ pending }) => {
    const { renderPending, renderStatus } = await import('./render');
    return pending ? renderPending : renderStatus;
  },
});
