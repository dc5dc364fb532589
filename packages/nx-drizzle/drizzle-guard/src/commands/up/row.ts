import { defineCommand } from '../define-command';
import { database, json } from '../shared-options';

export const up = defineCommand({
  name: 'up',
  summary: 'bring a migrations folder to the form of the drizzle-kit that is installed',
  options: { database, json },
  targets: [
    {
      name: 'up',
      description: 'Brings the migrations folder to the form of the drizzle-kit that is installed.',
    },
  ],
  run: async (values, output) =>
    (await import('./run')).up({ cwd: process.cwd(), ...values, onWork: output.doing }),
  render: async () => (await import('./render')).renderUp,
});
