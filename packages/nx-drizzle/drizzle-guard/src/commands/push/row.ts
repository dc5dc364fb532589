import { askerOn } from '../../terminal/asker';
import { isInteractive } from '../../terminal/output';
import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json, override, yes } from '../shared-options';

export const pushOptions = {
  force: { type: 'boolean', help: "drizzle-kit's --force: also what destroys data, without its questions" },
} as const satisfies OptionTable;

export const push = defineCommand({
  name: 'push',
  summary: 'make a development database what the schema says, without migrations',
  options: { database, json, environment, override, yes, ...pushOptions },
  targets: [
    {
      name: 'push',
      description: 'Makes a development database what the drizzle schema says, without migrations.',
      dependsOn: ['^build'],
      parallelism: false,
      configurations: ['development'],
    },
  ],
  run: async (values, output) =>
    (await import('./run')).push({
      cwd: process.cwd(),
      ...values,
      interactive: isInteractive(output),
      ask: askerOn(output),
      onWork: output.doing,
      onTarget: (database, name, target) => output.say(`${database}  ${name}  ${target}`),
    }),
  render: async () => (await import('./render')).renderPush,
});
