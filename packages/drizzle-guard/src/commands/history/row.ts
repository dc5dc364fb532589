import { defineCommand, type OptionTable } from '../define-command';
import { against, base, database, head, json, migrations, refuseBoth } from '../shared-options';

export const historyOptions = {
  migrations,
  base: {
    ...base,
    help: 'what has landed is on this branch (default: auto, and none where none is found)',
  },
  head,
  against: {
    ...against,
    help: "draw branches that have not landed beside it, with what stands between them: 'origin/*', or open",
  },
} as const satisfies OptionTable;

export const history = defineCommand({
  name: 'history',
  summary: 'draw the migrations: landed and not landed, forks and open leaves',
  options: { database, json, ...historyOptions },
  targets: [
    {
      name: 'history',
      description: 'Draws the drizzle migrations: landed and not landed, forks and open leaves.',
    },
  ],
  async run(values) {
    refuseBoth(values);
    return (await import('./run')).history({ cwd: process.cwd(), ...values });
  },
  render: async () => (await import('./render')).renderHistory,
});
