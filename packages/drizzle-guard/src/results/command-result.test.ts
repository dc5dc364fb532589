import { expect, test } from 'vitest';
import { GuardError } from '../errors/guard-error';
import { exitCodeOf, type DatabaseResult } from './command-result';
import { failureOf } from '../errors/failure';
import type { Severity, Finding } from '../rules/finding';

const finding = (severity: Severity): Finding => ({
  code: 'orphan-sql',
  severity,
  database: 'db',
  message: '',
  help: '',
});
const database = (findings: Finding[], failed = false): DatabaseResult => ({
  name: 'db',
  dir: 'db',
  dialect: null,
  layout: null,
  findings,
  notChecked: [],
  ...(failed ? { error: { code: 'orphan-sql', message: '', help: '' } } : {}),
});
const exitCode = (...databases: DatabaseResult[]) => exitCodeOf({ command: 'check', databases });

test('0 when clean, and warnings are clean', () => {
  expect(exitCode(database([]), database([finding('warning')]))).toBe(0);
});

test('1 for an error among the findings of any database', () => {
  expect(exitCode(database([]), database([finding('warning'), finding('error')]))).toBe(1);
});

test('2 outranks 1', () => {
  expect(exitCode(database([finding('error')]), database([], true))).toBe(2);
  expect(
    exitCodeOf({ command: 'check', databases: [], error: { code: 'orphan-sql', message: '', help: '' } }),
  ).toBe(2);
});

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

test('a password in a URL never gets into the words of a failure', () => {
  const words = 'cannot reach postgres://ada:hunter2@db.example:5432/shop';
  for (const thrown of [new GuardError('cannot-evaluate', words, words), new Error(words), words])
    expect(JSON.stringify(failureOf(thrown))).not.toContain('hunter2');
  expect(failureOf(new Error(words)).message).toBe('cannot reach postgres://ada:***@db.example:5432/shop');
});
