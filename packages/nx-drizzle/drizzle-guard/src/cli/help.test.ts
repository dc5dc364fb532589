import { expect, test } from 'vitest';
import type { CommandRow } from '../commands/define-command';
import { commandHelp, generalHelp } from './help';

const example: CommandRow = {
  name: 'example',
  summary: 'show an example',
  argument: '<word>',
  options: {
    database: { type: 'string', short: 'd', value: '<name>', help: 'a database' },
    json: { type: 'boolean', help: 'one document' },
  },
  targets: [],
  run: async () => 0,
};

test('the help of a command has its options below each other', () => {
  expect(commandHelp(example)).toMatchInlineSnapshot(`
    "Usage: drizzle-guard example <word> [options]

    Show an example.

      -d, --database <name>  a database
      --json                 one document
    "
  `);
  const { argument: _argument, ...without } = example;
  expect(commandHelp(without)).toContain('Usage: drizzle-guard example [options]\n');
});

test('the general help lists the commands, and the hooks', () => {
  const lines = generalHelp([example, { ...example, name: 'other' }]).split('\n');
  expect(lines.filter((line) => line.startsWith('  '))).toEqual([
    '  example      show an example',
    '  other        show an example',
    expect.stringMatching(/^ {2}hook <name> {2}\S/),
  ]);
});
