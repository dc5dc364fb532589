import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeForWorkflow, safeText } from './safe-text';
import { styleFor } from './style';

test('what a terminal would obey is shown, not sent', () => {
  expect(safeText('a\u001b]0;title\u0007b\u001b[2Jc\rd\u009b1A')).toBe(
    'a\\u001b]0;title\\u0007b\\u001b[2Jc\\u000dd\\u009b1A',
  );
});

test('lines, tabs and colours stay', () => {
  const style = styleFor(true, {});
  const text = `${style.red('error')}\n\t${style.bold('db')} — é 日本`;
  expect(safeText(text)).toBe(text);
});

test('no text holds a workflow command at the beginning of a line', () => {
  expect(safeForWorkflow('db\n::error::forged\n  ::stop-commands::x\na::b')).toBe(
    'db\n\\u003a:error::forged\n  \\u003a:stop-commands::x\na::b',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(':', '\n', ' ', '\r', 'a') }), (text) => {
      expect(safeForWorkflow(text)).not.toMatch(/^\s*::/m);
    }),
  );
});

test('a long text takes no time', () => {
  const started = performance.now();
  safeForWorkflow('\n'.repeat(100_000) + ' '.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(100);
});
