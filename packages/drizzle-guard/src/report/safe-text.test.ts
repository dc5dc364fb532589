import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderJson } from './json';
import { inked, inkedForWorkflow, safely, safeText } from './safe-text';
import { styleFor } from './style';

test('what a terminal would obey is shown, not sent', () => {
  const text = 'a\u001b]0;title\u0007b\u001b[2Jc\rd\u009b1A\u001b[8m\u001b[31mred\u202eevil\u2066\u007f';
  const shown =
    'a\\u001b]0;title\\u0007b\\u001b[2Jc\\u000dd\\u009b1A\\u001b[8m\\u001b[31mred\\u202eevil\\u2066\\u007f';
  expect(safeText(text)).toBe(shown);
  expect(safely({ [text]: [{ tag: text, count: 1, none: null }] })).toEqual({
    [shown]: [{ tag: shown, count: 1, none: null }],
  });
});

test('line breaks of either kind, tabs and letters stay', () => {
  expect(safeText('a\r\n\tb — é 日本 שלום')).toBe('a\n\tb — é 日本 שלום');
});

test('of all that a terminal obeys our own colours pass, and nothing else', () => {
  const { red, green, yellow, bold, dim } = styleFor(true, {});
  const text = [red, green, yellow, bold, dim].map((paint) => paint('db')).join('\n\t');
  expect(text).toContain('\u001b[31m');
  expect(inked(text)).toBe(text);
  expect(inked('\u001b[8mhidden\u001b[0m\u001b[31;8mx\u001b[2Jy\u001b[1')).toBe(
    '\\u001b[8mhidden\\u001b[0m\\u001b[31;8mx\\u001b[2Jy\\u001b[1',
  );
});

test('no text holds a workflow command at the beginning of a line', () => {
  expect(inkedForWorkflow('db\n::error::forged\n  ::stop-commands::x\na::b')).toBe(
    'db\n\\u003a:error::forged\n  \\u003a:stop-commands::x\na::b',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(':', '\n', ' ', '\r', 'a') }), (text) => {
      expect(inkedForWorkflow(text)).not.toMatch(/^\s*::/m);
    }),
  );
});

test('a long text takes no time', () => {
  const started = performance.now();
  inkedForWorkflow('\n'.repeat(100_000) + ' '.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a JSON document says the same, and a terminal obeys nothing in it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\u001b', '\u009b', '\u007f', '\u202e', '\n') }),
      (name) => {
        const text = renderJson({ command: name, databases: [] });
        expect(JSON.parse(text).command).toBe(name);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      },
    ),
  );
});
