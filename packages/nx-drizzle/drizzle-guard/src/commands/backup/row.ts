import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

export const backupOptions = {
  to: { type: 'string', value: '<folder>', help: 'where it is written (default: .drizzle-guard/backups)' },
} as const satisfies OptionTable;

export const backup = defineCommand({
  name: 'backup',
  summary: 'take a backup of a database, read back and with a checksum',
  options: { database, json, environment, ...backupOptions },
  targets: [
    {
      name: 'backup',
      description: 'Takes a backup of the database of an environment.',
      parallelism: false,
      configurations: 'environments',
    },
  ],
  run: async (values, output) =>
    (await import('./run')).backup({
      cwd: process.cwd(),
      ...values,
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
    }),
  render: async () => (await import('./render')).renderBackup,
});
