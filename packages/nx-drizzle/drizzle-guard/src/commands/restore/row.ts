import { askerOn } from '../../terminal/asker';
import { defineCommand } from '../define-command';
import { database, environment, json, yes } from '../shared-options';

export const restore = defineCommand({
  name: 'restore',
  summary: 'put a backup in the place of what a database holds',
  argument: '<file>',
  options: { database, json, environment, yes },
  targets: [
    {
      name: 'restore',
      description:
        'Puts a backup, given behind --, in the place of what the database of an environment holds.',
      parallelism: false,
      configurations: 'environments',
    },
  ],
  run: async (values, output, file) =>
    (await import('./run')).restore({
      cwd: process.cwd(),
      ...values,
      file,
      ask: askerOn(output),
      onWork: output.doing,
      onStart: (line) => output.say(line),
    }),
  render: async () => (await import('./render')).renderRestore,
});
