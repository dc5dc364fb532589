import { expect, test } from 'vitest';
import { exitCodeOf, type DatabaseResult } from './command-result';
import type { Failure } from '../errors/failure';
import type { Severity, Finding } from '../rules/finding';

const finding = (severity: Severity): Finding => ({
  code: 'orphan-sql',
  severity,
  database: 'db',
  message: '',
  help: '',
});
const failure: Failure = { code: 'not-run', message: '', help: '' };
const database = (findings: Finding[], failed = false): DatabaseResult => ({
  name: 'db',
  dir: 'db',
  dialect: null,
  layout: null,
  findings,
  notChecked: [],
  ...(failed ? { error: failure } : {}),
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
  expect(exitCodeOf({ command: 'check', databases: [], error: failure })).toBe(2);
});
