import { execFileSync } from 'node:child_process';

/** The server that benches of databases run on: each makes databases of its own there, and drops them. */
export const SERVER = process.env['DRIZZLE_GUARD_BENCH_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432';

const PREFIX = `drizzle_guard_bench_${process.pid}`;

/** @param {string} name of letters and digits */
export function urlOf(name) {
  return `${SERVER}/${PREFIX}_${name}`;
}

/** Whether psql is there, and the server. */
export function isThere() {
  try {
    ask(['select 1']);
    return true;
  } catch {
    return false;
  }
}

/** Makes databases anew, empty. @param {readonly string[]} names */
export function createDatabases(names) {
  dropDatabases(names);
  ask(names.map((name) => `create database ${PREFIX}_${name}`));
}

/** @param {readonly string[]} names */
export function dropDatabases(names) {
  ask(names.map((name) => `drop database if exists ${PREFIX}_${name} with (force)`));
}

/** Ends what the server is still writing, which would fall upon the one that is timed next. */
export function settle() {
  ask(['checkpoint']);
  execFileSync('sync');
}

/** @param {readonly string[]} statements each in a transaction of its own */
function ask(statements) {
  execFileSync('psql', [`${SERVER}/postgres`, '-qX', '-v', 'ON_ERROR_STOP=1'], {
    input: statements.map((statement) => `set client_min_messages = warning; ${statement};\n`).join(''),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}
