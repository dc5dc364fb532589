import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prometheusText } from './prometheus';

const one = (value: string) =>
  prometheusText([{ name: 'x', help: 'an x', samples: [{ labels: { a: value }, value: 1.5 }] }]);

test('a metric has its help, its type and a line for each set of labels', () => {
  const samples = [
    { labels: { database: 'shop' }, value: 1 },
    { labels: {}, value: 0.25 },
  ];
  expect(
    prometheusText([
      { name: 'run_success', help: 'whether\nit went well', samples },
      { name: 'empty', help: 'nothing', samples: [] },
    ]),
  ).toBe(
    String.raw`# HELP drizzle_guard_run_success whether\nit went well
# TYPE drizzle_guard_run_success gauge
drizzle_guard_run_success{database="shop"} 1
drizzle_guard_run_success 0.25
`,
  );
});

test('whatever a label holds, it stays on its line and is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '{', '}', ' ', ',') }), (value) => {
      const lines = one(value).split('\n');
      expect(lines).toHaveLength(4);
      const label = /^drizzle_guard_x\{a="((?:[^"\\]|\\.)*)"\} 1\.5$/.exec(lines[2]!)![1]!;
      const read = label.replaceAll(/\\(.)/g, (_all, of: string) => (of === 'n' ? '\n' : of));
      expect(read).toBe(value);
    }),
  );
});
