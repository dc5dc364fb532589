import { isInteractive } from '../../terminal/output';
import { defineCommand, type OptionTable } from '../define-command';
import { database, json } from '../shared-options';

export const generateOptions = {
  name: { type: 'string', value: '<name>', help: 'name of the migration' },
  custom: { type: 'boolean', help: 'make an empty migration to be filled by hand' },
  rename: {
    type: 'string',
    multiple: true,
    value: '<old>=<new>',
    help: 'answers that this was renamed: tables a=b, columns a.b=a.c, with a schema s.a.b=s.a.c (repeatable)',
  },
  create: {
    type: 'string',
    multiple: true,
    value: '<new>',
    help: 'answers that this is new, and nothing was renamed to it (repeatable)',
  },
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
