import { defineCommand, usage, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

const FORMATS = ['pretty', 'json', 'github', 'markdown'] as const;

export const rehearseOptions = {
  base: {
    type: 'string',
    value: '<ref>|auto',
    help: 'the branch whose history is there already (default: auto)',
  },
} as const satisfies OptionTable;

export const rehearse = defineCommand({
  name: 'rehearse',
  summary: 'run this branch’s migrations on a throw-away database that holds rows',
  options: {
    database,
    json,
    environment: { ...environment, help: 'begin where this database stands, in place of a branch' },
    ...rehearseOptions,
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      choices: FORMATS,
      help: 'markdown is for a job summary or a comment; github adds annotations (default: pretty)',
    },
  },
  targets: [
    {
      name: 'rehearse',
      description: 'Runs the migrations of this branch on a throw-away database that holds rows.',
    },
  ],
  async run(values, output) {
    if (values.base !== undefined && values.environment !== undefined)
      throw usage('--base and --environment both say where to begin: give one of them');
    if (values.json && values.format !== undefined && values.format !== 'json')
      throw usage(`--json is --format json, and --format ${values.format} was given too: give one of them`);
    return (await import('./run')).rehearse({ cwd: process.cwd(), ...values, onWork: output.doing });
  },
  render: async ({ format }) => {
    const { renderMarkdown, renderRehearse } = await import('./render');
    return format === 'markdown' ? renderMarkdown : renderRehearse;
  },
});
