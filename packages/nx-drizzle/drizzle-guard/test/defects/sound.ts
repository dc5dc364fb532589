import { ORIGIN_ID } from '../../src/history/history';
import type { Files } from './real-histories';

// What a sound history is, said a second time and in another way than the checks say it: nothing of theirs is used.

const TOLERANCE = 10 * 60 * 1000;

/** Whether a folder of the journal layout is one line without a fault. */
export function isSoundJournal(files: Files, now: number): boolean {
  const text = files['drizzle/meta/_journal.json'];
  const entries = json(text)?.entries;
  if (text === undefined || !Array.isArray(entries)) return false;
  if (text.split('"idx"').length !== entries.length + 1) return false;
  const tags = entries.map((entry) => entry?.tag);
  if (tags.some((tag) => typeof tag !== 'string' || tag.includes('/'))) return false;
  const prefixes = tags.map((tag: string) => tag.split('_')[0]!);
  const isInOrder = entries.every(
    ({ idx, when }, at) =>
      idx === at &&
      typeof when === 'number' &&
      (at === 0 || when > entries[at - 1].when) &&
      when <= now + TOLERANCE,
  );
  const snapshots = prefixes.map((prefix) => json(files[`drizzle/meta/${prefix}_snapshot.json`]));
  const ids = snapshots.map((snapshot) => snapshot?.id);
  return (
    isInOrder &&
    hasSoundBundle(files, tags) &&
    hasNoDuplicates(prefixes) &&
    isSame(namesIn(files, /^drizzle\/([^/]+)\.sql$/), tags) &&
    isSame(namesIn(files, /^drizzle\/meta\/([^_][^/]*)_snapshot\.json$/), prefixes) &&
    namesIn(files, /^drizzle\/meta\/([^_].*)$/).length === prefixes.length &&
    namesIn(files, /^drizzle\/([^/]+)\/(?:migration\.sql|snapshot\.json)$/).length === 0 &&
    ids.every((id) => typeof id === 'string') &&
    hasNoDuplicates(ids) &&
    snapshots.every(({ version }) => version === '7') &&
    snapshots.every((snapshot, at) => snapshot.prevId === (at === 0 ? ORIGIN_ID : ids[at - 1]))
  );
}

/** Whether a folder of the folders layout is a graph without a fault that ends in one migration. */
export function isSoundFolders(files: Files, now: number): boolean {
  const withSql = namesIn(files, /^drizzle\/([^/]+)\/migration\.sql$/);
  const names = namesIn(files, /^drizzle\/([^/]+)\/snapshot\.json$/).sort();
  const snapshots = names.map((name) => json(files[`drizzle/${name}/snapshot.json`]));
  const isSnapshot = (one: any) =>
    typeof one?.id === 'string' &&
    Array.isArray(one.prevIds) &&
    [undefined, 'base', 'diff'].includes(one.type);
  if (!snapshots.every(isSnapshot)) return false;
  const ids = snapshots.map(({ id }) => id);
  const parents = snapshots.flatMap(({ prevIds }) => prevIds);
  return (
    isSame(withSql, names) &&
    hasSoundBundle(files, names) &&
    names.every((name) => /^\d{14}/.test(name) && timeOf(name) <= now + TOLERANCE) &&
    namesIn(files, /^drizzle\/([^/]+\.sql|meta\/.*)$/).length === 0 &&
    hasNoDuplicates(ids) &&
    snapshots.every(({ version }) => version === '9') &&
    snapshots.filter(({ type }) => type === 'base').length <= 1 &&
    snapshots.every(
      ({ type, prevIds }) => type !== 'diff' || prevIds.some((id: string) => id !== ORIGIN_ID),
    ) &&
    snapshots.every(({ prevIds }, at) =>
      prevIds.every((id: string) => id === ORIGIN_ID || ids.slice(0, at).includes(id)),
    ) &&
    ids.filter((id) => !parents.includes(id)).length <= 1
  );
}

/** Whether migrations.js, where there is one, names each migration twice: what it is, and where it is. */
function hasSoundBundle(files: Files, migrations: readonly string[]): boolean {
  const text = files['drizzle/migrations.js'] ?? '';
  if (text === '') return true;
  const imports = [...text.matchAll(/^import (m\d+) from '\.\/([^/']+?)(?:\.sql|\/migration\.sql)';$/gm)];
  const isUsed = (name: string) => text.split(name).length > 2;
  return (
    !text.includes('<<<<<<<') &&
    isSame(
      imports.map(([, , migration]) => migration!),
      migrations,
    ) &&
    imports.every(([, name]) => isUsed(name!))
  );
}

function json(text: string | undefined): any {
  try {
    return JSON.parse(text!);
  } catch {
    return undefined;
  }
}

function namesIn(files: Files, pattern: RegExp): string[] {
  return Object.keys(files).flatMap((file) => pattern.exec(file)?.[1] ?? []);
}

function timeOf(name: string): number {
  const [, ...parts] = /^(....)(..)(..)(..)(..)(..)/.exec(name)!;
  return Date.parse(`${parts.slice(0, 3).join('-')}T${parts.slice(3).join(':')}Z`);
}

function hasNoDuplicates(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
