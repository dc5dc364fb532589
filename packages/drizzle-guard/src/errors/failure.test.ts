import { expect, test } from 'vitest';
import { failureOf } from './failure';
import { GuardError } from './guard-error';

test('an error of this tool keeps its code, message and help', () => {
  const error = new GuardError('lock-held', 'in use', 'wait');
  expect(failureOf(error)).toEqual({ code: 'lock-held', message: 'in use', help: 'wait' });
});

test('anything else that is thrown is an internal error with its words', () => {
  expect(failureOf(new TypeError('x is not a function'))).toMatchObject({
    code: 'internal-error',
    message: 'x is not a function',
  });
  expect(failureOf('a text').message).toBe('a text');
});

test('where it was thrown is kept, without passwords, and is in no document', () => {
  const failure = failureOf(new TypeError('no postgres://ada:hunter2@db'));
  expect(failure.stack).toMatch(/^TypeError: no postgres:\/\/ada:\*\*\*@db\n {4}at /);
  expect(Object.keys({ ...failure })).toEqual(['code', 'message', 'help']);
  expect(failureOf(new GuardError('lock-held', 'in use', 'wait')).stack).toBeUndefined();
});

test('a current folder that is gone is told as that', () => {
  const gone = Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
    ...{ code: 'ENOENT', syscall: 'uv_cwd' },
  });
  expect(failureOf(gone)).toMatchObject({ code: 'no-current-folder', help: expect.stringContaining('`cd`') });
});

test('a password in a URL never gets into the words of a failure', () => {
  const words = 'cannot reach postgres://ada:hunter2@db.example:5432/shop';
  for (const thrown of [new GuardError('cannot-evaluate', words, words), new Error(words), words])
    expect(JSON.stringify(failureOf(thrown))).not.toContain('hunter2');
  expect(failureOf(new Error(words)).message).toBe('cannot reach postgres://ada:***@db.example:5432/shop');
});

test('a code that nobody explains does not compile', () => {
  // @ts-expect-error not in the table of explanations
  expect(new GuardError('lock-hold', 'in use', 'wait').code).toBe('lock-hold');
});
