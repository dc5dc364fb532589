import { expect, test } from 'vitest';
import type { CommandRow } from './define-command';
import { commands } from './index';
import type { TargetRow } from './target-row';
import { targets, targetsOf } from './targets';

const target = (name: string, more: Partial<TargetRow> = {}): TargetRow => ({
  name,
  description: `Does ${name}.`,
  ...more,
});
const command = (name: string, ...targets: TargetRow[]): CommandRow => ({
  name,
  summary: '',
  options: {},
  targets,
  run: async () => 0,
});

test('each target knows its command, and those that come first do', () => {
  const rows = [
    command('check', target('check'), target('check-base', { args: ['--base', 'auto'] })),
    command('init'),
    command('generate', target('generate', { isFirst: true })),
  ];
  expect(targetsOf(rows)).toEqual([
    { command: 'generate', ...target('generate', { isFirst: true }) },
    { command: 'check', ...target('check') },
    { command: 'check', ...target('check-base', { args: ['--base', 'auto'] }) },
  ]);
});

test('the declared ones are data, of which no two have one name', () => {
  expect(JSON.parse(JSON.stringify(targets))).toEqual(targets);
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
});

test('what a target says is an option of its command', () => {
  for (const { command: name, args = [], argsInSeries = [], configurations } of targets) {
    const { options } = commands.find((one) => one.name === name)!;
    const flags = [...args, ...argsInSeries].filter((word) => word.startsWith('--'));
    for (const flag of flags) expect(options).toHaveProperty(flag.slice(2).split('=')[0]!);
    expect(options).toHaveProperty('database');
    if (configurations) expect(options).toHaveProperty('environment');
  }
});
