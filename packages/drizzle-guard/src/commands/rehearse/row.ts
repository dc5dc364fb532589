import { defineCommand, usage, type OptionTable } from '../define-command';
import { database, environment, json } from '../shared-options';

const FORMATS = ['pretty', 'json', 'github', 'markdown'] as const;

export const rehearseOptions = {
  base: {
    type: 'string',
    value: '<ref>|auto',
    help: 'the branch whose history is there already (default: auto)',
  },
  from: {
    type: 'string',
    value: '<file>',
    help: 'begin with a backup, or a dump of the real database, in place of a branch',
  },
  at: {
    type: 'string',
    value: '<migration>',
    help: 'the newest migration that is applied in a dump without rows (default: what its ledger, or that of -e, says)',
  },
  copy: { type: 'boolean', help: 'begin with a copy of the database of -e, without its rows' },
  'with-rows': { type: 'boolean', help: 'the copy has the rows too' },
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
    refuseContradictions(values);
    if (values.json && values.format !== undefined && values.format !== 'json')
      throw usage(`--json is --format json, and --format ${values.format} was given too: give one of them`);
    return (await import('./run')).rehearse({ cwd: process.cwd(), ...values, onWork: output.doing });
  },
  render: async ({ format }) => {
    const { renderMarkdown, renderRehearse } = await import('./render');
    return format === 'markdown' ? renderMarkdown : renderRehearse;
  },
});

interface Beginning {
  base?: string;
  environment?: string;
  from?: string;
  at?: string;
  copy?: boolean;
  withRows?: boolean;
}

/** @throws GuardError `usage` */
function refuseContradictions({ base, environment, from, at, copy, withRows }: Beginning): void {
  const begins = [
    ...(base === undefined ? [] : ['--base']),
    ...(from === undefined ? [] : ['--from']),
    ...(copy ? ['--copy'] : []),
  ];
  if (begins.length > 1) throw usage(`${begins.join(' and ')} both say where to begin: give one of them`);
  if (base !== undefined && environment !== undefined)
    throw usage('--base and --environment both say where to begin: give one of them');
  if (copy && environment === undefined)
    throw usage('--copy is of the database of an environment: add --environment <name>');
  if (withRows && !copy) throw usage('--with-rows is about --copy: a dump has the rows that it has');
  if (at !== undefined && from === undefined)
    throw usage('--at is about --from: a database says itself what is applied in it');
}
