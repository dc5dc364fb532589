import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { offlineEnvironment } from '../process/variables';
import { versionIn, type Program } from './programs';
import { runProgram } from '../process/run-program';

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** Where installers put each version of Postgres beside the others: a `*` is any name. */
const POSTGRES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/opt/homebrew/opt/libpq/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/usr/local/opt/libpq/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
];

/** Every program of one of these names, with its version: those of the installers' folders first, then those in PATH. */
export async function findPrograms(names: readonly string[], isPostgres: boolean): Promise<Program[]> {
  const folders = [
    ...(isPostgres ? POSTGRES.flatMap(foldersOf) : []),
    ...(process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)),
  ];
  const files = [...new Set(folders)]
    .flatMap((folder) => names.map((name) => path.join(folder, name + SUFFIX)))
    .filter((file) => existsSync(file));
  const found = await Promise.all(files.map((file) => programAt(file).catch(() => null)));
  return found.filter((program) => program !== null);
}

/** @throws what the program says, or why it cannot be run */
export async function programAt(file: string): Promise<Program> {
  const said = await runProgram(file, ['--version'], {
    env: offlineEnvironment(process.env),
    timeout: 10_000,
  });
  const version = versionIn(said);
  if (!version) throw new Error(`${file} --version says no version`);
  return { file, ...version };
}

/**
 * The program that the configuration names.
 * @param file absolute
 * @throws GuardError `tool-missing`
 */
export async function namedProgram(file: string): Promise<Program> {
  try {
    return await programAt(file);
  } catch (thrown) {
    throw new GuardError(
      'tool-missing',
      `"backup": { "program" } of drizzle-guard.json names ${file}, which cannot be run: ${wordsOf(thrown)}; nothing was done`,
      'correct it, or take it out so that the program is looked for',
      { cause: thrown },
    );
  }
}

/** What belongs to a dump program, beside it: `pg_restore`. */
export function beside({ file }: Program, name: string): string {
  return path.join(path.dirname(file), name + SUFFIX);
}

function foldersOf(pattern: string): string[] {
  const [before, after] = pattern.split('*', 2);
  if (after === undefined) return [pattern];
  const parent = path.dirname(`${before}x`);
  const start = path.basename(`${before}x`).slice(0, -1);
  return namesIn(parent)
    .filter((name) => name.startsWith(start))
    .map((name) => path.join(parent, name) + after);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
