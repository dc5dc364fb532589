import { defineCommand, usage, type OptionTable } from '../define-command';
import { against, base, database, head, json, migrations, refuseBoth } from '../shared-options';

const FORMATS = ['pretty', 'json', 'github', 'markdown'] as const;

export const checkOptions = {
  migrations,
  base,
  head,
  against,
  replay: {
    type: 'boolean',
    help: 'prove on a throw-away database that the SQL gives what the snapshots say',
  },
  'no-replay': {
    type: 'boolean',
    help: 'run nothing on a throw-away database, not even a new migration that was edited by hand',
  },
} as const satisfies OptionTable;

export const check = defineCommand({
  name: 'check',
  summary: 'say what is wrong with the migrations, without a database',
  options: {
    database,
    json,
    ...checkOptions,
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      choices: FORMATS,
      help: 'github adds annotations for a workflow, markdown is a comment, json is --json (default: pretty)',
    },
  },
  targets: [
    {
      name: 'check',
      description: 'Checks the drizzle migrations and the schema, without a database.',
      dependsOn: ['^build'],
    },
    {
      name: 'check-base',
      description: 'Checks them beside the branch that they will land on, without a database.',
      args: ['--base', 'auto'],
      dependsOn: ['^build'],
    },
  ],
  async run(values, output) {
    const { json: asJson, format } = values;
    if (asJson && format !== undefined && format !== 'json')
      throw usage(`--json is --format json, and --format ${format} was given too: give one of them`);
    if (values.replay && values.noReplay)
      throw usage('--replay and --no-replay were given: give one of them');
    refuseBoth(values);
    return (await import('./run')).check({ cwd: process.cwd(), ...values, onWork: output.doing });
  },
  render: async ({ format }) => {
    const { renderCheck, renderMarkdown } = await import('./render');
    return format === 'markdown' ? renderMarkdown : renderCheck;
  },
});
