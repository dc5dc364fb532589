import { isInteractive } from '../../terminal/output';
import { defineCommand, type OptionTable } from '../define-command';
import { database, json } from '../shared-options';

export const generateOptions = {
  name: { type: 'string', value: '<name>', help: 'name of the migration' },
  custom: { type: 'boolean', help: 'make an empty migration to be filled by hand' },
} as const satisfies OptionTable;

export const generate = defineCommand({
  name: 'generate',
  summary: "run drizzle-kit's generate and tell the truth about it",
  options: { database, json, ...generateOptions },
  targets: [
    {
      name: 'generate',
      description: 'Writes the migration that the drizzle schema lacks.',
      dependsOn: ['^build'],
      isFirst: true,
    },
  ],
  run: async (values, output) =>
    (await import('./run')).generate({
      cwd: process.cwd(),
      interactive: isInteractive(output),
      ...values,
      onWork: output.doing,
    }),
  render: async () => (await import('./render')).renderGenerate,
});
