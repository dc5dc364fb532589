import { describe, expect, test } from 'vitest';
import { styleFor } from '../report/style';
import type { DatabaseResult } from '../results/command-result';
import { defineCommand, type Values } from './define-command';
import type { Format, Output } from '../terminal/output';

const NOTHING: DatabaseResult[] = [];

function outputOf(format: Format = 'pretty') {
  const printed: string[] = [];
  const output: Output = {
    json: format === 'json',
    format,
    say: (line) => printed.push(`${line}\n`),
    show: (value, render) => printed.push(render(value, styleFor(false, {}))),
    doing: () => {},
    document: (text) => printed.push(text),
  };
  return { output, printed };
}

const options = {
  'dry-run': { type: 'boolean', help: '' },
  'no-apply-after-merge': { type: 'boolean', help: '' },
  database: { type: 'string', short: 'd', multiple: true, help: '' },
  late: { type: 'string', choices: ['apply', 'skip'], help: '' },
  to: { type: 'string', help: '' },
} as const;

/** What a command's `run` is handed for a command line. */
async function parsed(args: readonly string[], argument?: string) {
  const handed: unknown[] = [];
  const command = defineCommand({
    name: 'example',
    summary: '',
    ...(argument === undefined ? {} : { argument }),
    options,
    async run(values, _output, word) {
      handed.push(values, word);
      return { command: 'example', databases: NOTHING };
    },
    render: async () => () => '',
  });
  await command.run(args, outputOf().output);
  return handed;
}

describe('the command line', () => {
  test('arrives in camel case, and only what was given', async () => {
    const args = ['--dry-run', '-d', 'a', '--database=b', '--no-apply-after-merge', '--late', 'skip'];
    expect(await parsed(args)).toEqual([
      { dryRun: true, database: ['a', 'b'], noApplyAfterMerge: true, late: 'skip' },
      '',
    ]);
    expect(await parsed([])).toEqual([{}, '']);
  });

  test('is typed by the table', () => {
    const values: Values<typeof options> = { dryRun: true, database: ['a'], late: 'apply', to: '0003' };
    // @ts-expect-error it takes apply or skip
    values.late = 'never';
    // @ts-expect-error its name is in camel case
    delete values['dry-run'];
  });

  test('holds one word where there is an argument', async () => {
    expect(await parsed(['word', '--to', '3'], '<word>')).toEqual([{ to: '3' }, 'word']);
  });

  test.each([
    [['--dryrun'], undefined, "Unknown option '--dryrun'"],
    [['--to'], undefined, "Option '--to <value>' argument missing"],
    [['--late', 'never'], undefined, '--late takes apply or skip, not never'],
    [[], '<word>', 'exactly one word is expected here'],
    [['two', 'words'], '<word>', 'exactly one word is expected here'],
  ])('%j is refused', async (args, argument, message) => {
    await expect(parsed(args, argument)).rejects.toMatchObject({ code: 'usage', message });
  });
});

describe('the result', () => {
  const withFinding = [{ findings: [{ severity: 'error' }] }] as unknown as DatabaseResult[];
  const command = defineCommand({
    name: 'example',
    summary: '',
    options: { brief: { type: 'boolean', help: '' } },
    run: async () => ({ command: 'example', databases: withFinding }),
    async render({ brief }) {
      return ({ databases }) => (brief ? 'brief\n' : `${databases.length} database\n`);
    },
  });

  test('is rendered as the options say, and has an exit code', async () => {
    const { output, printed } = outputOf();
    expect(await command.run([], output)).toBe(1);
    expect(await command.run(['--brief'], output)).toBe(1);
    expect(printed).toEqual(['1 database\n', 'brief\n']);
  });

  test('is one document with --json, and is not rendered', async () => {
    const { output, printed } = outputOf('json');
    await command.run([], output);
    expect(printed.map((text) => JSON.parse(text))).toEqual([
      { version: 1, command: 'example', exitCode: 1, databases: withFinding },
    ]);
  });
});

test('a command without targets has none', () => {
  const run = async () => ({ command: 'example', databases: NOTHING });
  const command = defineCommand({
    name: 'example',
    summary: '',
    options: {},
    run,
    render: async () => () => '',
  });
  expect(command.targets).toEqual([]);
});
