import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import type { BaselineEntry } from '../rules/accepted';
import type { Problem, Snapshot } from '../history/history';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import type { Verdict } from '../judging/structure';
import type { Inputs } from './recording-tree';
import type { Surroundings } from './surroundings';
import { writeCache } from '../files/write-whole';

/** A kept answer and all that it rests on. */
export interface Kept<T> extends Surroundings {
  inputs: Inputs;
  answer: T;
}

export interface Discovery {
  configuration: Configuration;
  baseline: BaselineEntry[];
  databases: Database[];
}

/** What is kept of earlier runs. Safe to delete at any time; never holds what could not be told. */
export interface Store {
  /** Of which tool on which Node it is; another's is not read. */
  key: string;
  /** Newest first. */
  discoveries: Kept<Discovery>[];
  /** By database, newest first. */
  verdicts: Record<string, Kept<Verdict>[]>;
}

/** A branch or two, the index and HEAD. */
const KEPT_PER_DATABASE = 6;

/** To be raised with the shape of what is kept. */
const SHAPE = 2;

const KEY = `${version} ${SHAPE} ${process.version}`;

/** @param gitDir a git directory, absolute */
export function readStore(gitDir: string): Store {
  const store = readJson<Store>(path.join(folderOf(gitDir), 'verdicts.json'));
  return store?.key === KEY ? store : emptyStore();
}

export function emptyStore(): Store {
  return { key: KEY, discoveries: [], verdicts: {} };
}

export function writeStore(gitDir: string, store: Store): void {
  writeJson(path.join(folderOf(gitDir), 'verdicts.json'), store);
}

/** Puts an answer first, in place of an older one about the same inputs. */
export function keep<T>(kept: readonly Kept<T>[], fresh: Kept<T>): Kept<T>[] {
  const same = JSON.stringify(fresh.inputs);
  return [fresh, ...kept.filter(({ inputs }) => JSON.stringify(inputs) !== same)].slice(0, KEPT_PER_DATABASE);
}

export function readHeads(gitDir: string): Map<string, Snapshot | Problem> {
  const heads = readJson<[string, Snapshot | Problem][]>(
    path.join(folderOf(gitDir), `heads-${version}.json`),
  );
  return new Map(heads ?? []);
}

export function writeHeads(gitDir: string, heads: ReadonlyMap<string, Snapshot | Problem>): void {
  writeJson(path.join(folderOf(gitDir), `heads-${version}.json`), [...heads]);
}

function folderOf(gitDir: string): string {
  return path.join(gitDir, 'drizzle-guard');
}

/** What cannot be read, or is not as it was written, is not there: a cache may be lost at any time. */
function readJson<T>(file: string): T | null {
  try {
    const [length, text] = readFileSync(file, 'utf8').split('\n') as [string, string];
    return length === String(text.length) ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** Whole or not at all: two hooks may run at once. A cache that cannot be written is no reason to stop. */
function writeJson(file: string, value: unknown): void {
  writeCache(file, () => {
    const text = JSON.stringify(value);
    return `${text.length}\n${text}`;
  });
}
