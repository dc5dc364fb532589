import { expect, it } from 'vitest';
import { commands } from '../commands/index';
import { asCalled } from './as-called';

const resultOf = (help: string, names: string[] = ['shop']) => ({
  command: 'migrate',
  databases: names.map((name) => ({
    ...{ name, dir: name, dialect: null, layout: null, findings: [], notChecked: [] },
    error: { code: 'failed-statement' as const, message: '', help },
  })),
});

const helpOf = (...args: Parameters<typeof asCalled>) =>
  asCalled(...args).databases.map(({ error }) => error!.help);

it.each([
  [{ environment: 'staging' }, 'run `drizzle-guard migrate --environment staging` again'],
  [{ database: ['packages/shop'] }, 'run `drizzle-guard migrate --database shop` again'],
  [{}, 'run `drizzle-guard migrate` again'],
])('the commands of a way out are about what %j was about', (called, expected) => {
  expect(helpOf(resultOf('run `drizzle-guard migrate` again'), called)).toEqual([expected]);
});

it('names each of several databases, and nothing twice', () => {
  const help = '`drizzle-guard migrate --database=a --resolve 0001_a=continue`, `drizzle-guard generate`';
  expect(helpOf(resultOf(help, ['a']), { database: ['a'], environment: 'qa' })).toEqual([
    '`drizzle-guard migrate --environment qa --database=a --resolve 0001_a=continue`, `drizzle-guard generate`',
  ]);
  expect(helpOf(resultOf('`drizzle-guard status -e qa`', ['a', 'b']), { environment: 'qa' })).toEqual([
    '`drizzle-guard status --database a -e qa`',
    '`drizzle-guard status --database b -e qa`',
  ]);
});

it('knows every command that takes an environment and begins nothing with git', () => {
  const taking = commands.filter(({ name, options }) => 'environment' in options && name !== 'rebase');
  for (const { name } of taking)
    expect(helpOf(resultOf(`\`drizzle-guard ${name}\``), { environment: 'qa' })).toEqual([
      `\`drizzle-guard ${name} --environment qa\``,
    ]);
});
