import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { writeCache } from '../files/write-whole';
import type { Problem, Snapshot } from '../history/history';
import type { Judged } from '../results/judged';
import type { Proof } from '../results/proof';
import type { Ruling } from '../results/verdict';
import type { BaselineEntry } from '../rules/accepted';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import type { Note } from '../workspace/find-configs';
import type { Inputs } from './inputs';
import type { Surroundings } from './surroundings';

/** An answer and all that it rests on. */
export interface Answer<T> extends Surroundings {
  inputs: Inputs;
  value: T;
}

/** What is configured in a state, and which findings were accepted in one go. */
export interface Terms {
  configuration: Configuration;
  baseline: BaselineEntry[];
}

/** What the files of a state say before any database is looked at. */
export interface Discovery extends Terms {
  databases: Database[];
  /** On what was not looked at. */
  notes: Note[];
}

/** The answers of earlier runs. Safe to delete at any time; never holds what could not be told. */
export interface Store {
  /** Newest first. */
  discoveries: Answer<Discovery>[];
  /** By database, newest first. */
  judged: Record<string, Answer<Judged>[]>;
}

/** A branch or two, the index and HEAD. */
const KEPT_PER_DATABASE = 6;

/** To be raised with the shape of what is kept. */
const SHAPE = 4;

/** Of which tool on which Node it is; another's is not read. */
const KEY = `${version} ${SHAPE} ${process.version}`;

/** @param gitDir a git directory, absolute */
export function readStore(gitDir: string): Store {
  return readKept(gitDir, ANSWERS, isStore) ?? { discoveries: [], judged: {} };
}

export function writeStore(gitDir: string, store: Store): void {
  writeKept(gitDir, ANSWERS, store);
}

/** Puts an answer first, in place of an older one about the same inputs. */
export function withAnswer<T>(answers: readonly Answer<T>[], fresh: Answer<T>): Answer<T>[] {
  const same = JSON.stringify(fresh.inputs);
  return [fresh, ...answers.filter(({ inputs }) => JSON.stringify(inputs) !== same)].slice(
    0,
    KEPT_PER_DATABASE,
  );
}

/** Heads of snapshots by git's id of their bytes and their path. */
export function readHeads(gitDir: string): Map<string, Snapshot | Problem> {
  return new Map(readKept(gitDir, HEADS, areHeads) ?? []);
}

export function writeHeads(gitDir: string, heads: ReadonlyMap<string, Snapshot | Problem>): void {
  writeKept(gitDir, HEADS, [...heads]);
}

/** More than anybody has under way at once. */
const KEPT_PROOFS = 200;

/** What is known of migrations beside their snapshots, by all that it rests on; newest last. */
export function readProofs(gitDir: string): Map<string, Proof> {
  return new Map(readKept(gitDir, PROOFS, areProofs) ?? []);
}

export function writeProofs(gitDir: string, proofs: ReadonlyMap<string, Proof>): void {
  writeKept(gitDir, PROOFS, [...proofs].slice(-KEPT_PROOFS));
}

/** Verdicts on two branches of migrations, by all that they rest on; newest last. */
export function readRulings(gitDir: string): Map<string, Ruling> {
  return new Map(readKept(gitDir, RULINGS, areRulings) ?? []);
}

export function writeRulings(gitDir: string, rulings: ReadonlyMap<string, Ruling>): void {
  writeKept(gitDir, RULINGS, [...rulings].slice(-KEPT_PROOFS));
}

const ANSWERS = 'answers.json';
const PROOFS = 'proofs.json';
const RULINGS = 'rulings.json';
const HEADS = 'heads.json';

/**
 * A key, the length of a text, and the text, each in a line. What cannot be read, is not as it was written or is of
 * another shape is not there: a cache may be lost at any time.
 */
function readKept<T>(gitDir: string, name: string, isShaped: (value: unknown) => value is T): T | null {
  try {
    const [key, length, text] = readFileSync(fileOf(gitDir, name), 'utf8').split('\n') as string[];
    if (key !== KEY || length !== String(text!.length)) return null;
    const value: unknown = JSON.parse(text!);
    return isShaped(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whole or not at all: two hooks may run at once. A cache that cannot be written is no reason to stop. */
function writeKept(gitDir: string, name: string, value: unknown): void {
  writeCache(fileOf(gitDir, name), () => {
    const text = JSON.stringify(value);
    return `${KEY}\n${text.length}\n${text}`;
  });
}

function fileOf(gitDir: string, name: string): string {
  return path.join(gitDir, 'drizzle-guard', name);
}

// Looked at by hand: a library that validates takes longer than a hook may spend on all the rest.

function isStore(value: unknown): value is Store {
  return (
    isObject(value) &&
    isListOf(value['discoveries'], (answer) => isAnswer(answer, isDiscovery)) &&
    isObject(value['judged']) &&
    Object.values(value['judged']).every((answers) =>
      isListOf(answers, (answer) => isAnswer(answer, isJudged)),
    )
  );
}

function isAnswer(answer: unknown, isValue: (value: unknown) => boolean): boolean {
  if (!isObject(answer) || !isObject(answer['inputs'])) return false;
  const { files, folders, globs } = answer['inputs'];
  return (
    [files, folders, globs, answer['disk'], answer['environment']].every(isObject) && isValue(answer['value'])
  );
}

function isDiscovery(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['configuration'])) return false;
  const { checks, waivers } = value['configuration'];
  return (
    isObject(checks) &&
    isListOf(waivers, isObject) &&
    isListOf(value['baseline'], isObject) &&
    isListOf(value['databases'], (database) => hasTexts(database, ['name', 'dir'])) &&
    isListOf(value['notes'], (note) => hasTexts(note, ['file', 'text']))
  );
}

function isJudged(value: unknown): boolean {
  return isObject(value) && hasTexts(value['folder'], ['out']) && isListOf(value['parts'], isPart);
}

function isPart(part: unknown): boolean {
  const isFinding = (one: unknown) => hasTexts(one, ['code', 'severity', 'database', 'message', 'help']);
  return hasTexts(part, ['about']) && isListOf(part['findings'], isFinding);
}

function areHeads(value: unknown): value is [string, Snapshot | Problem][] {
  return isListOf(value, (one) => Array.isArray(one) && typeof one[0] === 'string' && isHead(one[1]));
}

/** A snapshot's head, or why there is none. */
function isHead(value: unknown): boolean {
  if (!hasTexts(value, ['file'])) return false;
  if (!('id' in value)) return hasTexts(value, ['message']);
  return (
    hasTexts(value, ['id', 'prefix', 'version', 'dialect', 'form']) &&
    isListOf(value['parents'], (parent) => typeof parent === 'string')
  );
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function hasTexts(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return isObject(value) && keys.every((key) => typeof value[key] === 'string');
}

function areProofs(value: unknown): value is [string, Proof][] {
  return areKeyed(value, isProof);
}

function areRulings(value: unknown): value is [string, Ruling][] {
  return areKeyed(value, (one) => isObject(one) && isObject(one['verdict']));
}

function areKeyed(value: unknown, isShaped: (value: unknown) => boolean): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && isShaped(one[1]))
  );
}

function isProof(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, differences, lacking } = value;
  if (kind === 'agrees') return true;
  if (!Array.isArray(lacking)) return false;
  return kind === 'edited' || (kind === 'differs' && Array.isArray(differences));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
