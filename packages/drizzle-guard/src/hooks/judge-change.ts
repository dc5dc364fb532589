import { setAside, type Accepted } from '../rules/accepted';
import { commitOf, type Base } from '../git/base';
import { git } from '../git/git';
import { judgeState } from '../judging/judge-state';
import { newFindings } from '../judging/new-findings';
import type { JudgedDatabase, Place, State } from '../judging/state';
import type { Inputs } from '../answers/recording-tree';
import type { Discovery } from '../answers/store';
import { touches } from '../answers/touches';
import type { HookDatabase } from './hook';
import { diffPaths, isRelevant } from './quick';
import type { Finding } from '../rules/finding';

/** A change that is about to be recorded or sent. */
export interface Change {
  /** What it would result in. */
  state: State;
  /** Commits whose findings are not its fault: HEAD, and in a merge the other sides. */
  parents: () => readonly { commit: string; label: string }[];
  /** Paths that it changes. */
  changed: readonly string[];
  /** Compared with the base: `added` for what this change adds, `all` for everything that has not landed. */
  againstBase: 'added' | 'all' | 'none';
  /** Given `base` of drizzle-guard.json: what counts as landed. */
  baseOf: (configured: string | undefined) => Base | null;
  /** Whether a fork with the base stops it; else it is a warning. */
  forkBlocks: boolean;
}

export interface JudgedChange {
  databases: HookDatabase[];
  base: Base | null;
  /** Migrations folders by database, for what else is to be said. */
  folders: Record<string, string>;
  /** Lines for people that are no findings. */
  notes: string[];
}

/** Judges a change: what it brings that was not there before. */
export async function judgeChange(place: Place, change: Change): Promise<JudgedChange> {
  const nothing = { databases: [], base: null, folders: {}, notes: [] };
  if (!isRelevant(change.changed)) return nothing;
  const { discovery, databases: found } = await judgeState(place, change.state);
  if (found.length === 0) return nothing;
  const unaccepted = (findings: readonly Finding[]) => setAside(findings, acceptedIn(discovery)).findings;
  const databases = found.map((one) => ({
    ...one,
    verdict: one.verdict && { ...one.verdict, findings: unaccepted(one.verdict.findings) },
  }));
  const wanting = databases.filter(({ verdict }) => !verdict || verdict.findings.length > 0);
  const older = await olderFindings(place, change, new Set(wanting.map(({ database }) => database.name)));
  const folders = Object.fromEntries(
    databases.flatMap(({ database, verdict }) => (verdict ? [[database.name, verdict.out]] : [])),
  );
  const moved = databases.filter(({ database }) => changesFolder(change, folders[database.name]));
  const { base: configured } = discovery.configuration;
  const base = moved.length > 0 ? change.baseOf(configured) : null;
  const notes = moved.length > 0 ? noteOnBase(place.root, configured, base) : [];
  const judged: HookDatabase[] = [];
  for (const one of databases) {
    const baseFindings =
      base && moved.includes(one)
        ? await (await import('./compare-with-base')).compareWithBase(place, change, discovery, one, base)
        : { blocking: [], warnings: [] };
    const { blocking, warnings } = baseFindings;
    const ofBase = { blocking: unaccepted(blocking), warnings: unaccepted(warnings) };
    judged.push(judgeOne(one, change, discovery, older, ofBase));
  }
  return { databases: judged, base, folders, notes };
}

/** A base that is stated and is not there has been passed over: a typing error, or a branch that nobody fetched. */
function noteOnBase(root: string, configured: string | undefined, base: Base | null): string[] {
  if (configured === undefined || base?.name === configured || commitOf(root, configured) !== null) return [];
  const instead =
    base && !base.assumed ? `${base.name} was taken instead` : 'what has landed was not compared';
  return [
    `drizzle-guard.json says "base": "${configured}", which this clone does not have, so ${instead}: correct it, or \`git fetch\` it`,
  ];
}

/** What the change itself says is accepted: a waiver counts from the commit on that brings it. */
function acceptedIn({ configuration, baseline }: Discovery): Accepted {
  return { waivers: configuration.waivers, baseline };
}

function changesFolder({ changed, againstBase }: Change, folder: string | undefined): boolean {
  if (folder === undefined || againstBase === 'none') return false;
  return changed.some((path) => path.startsWith(`${folder}/`));
}

function judgeOne(
  { database, verdict, failure }: JudgedDatabase,
  { changed }: Change,
  { configuration }: Discovery,
  older: ReadonlyMap<string, Finding[][]>,
  base: { blocking: Finding[]; warnings: Finding[] },
): HookDatabase {
  const present = verdict?.findings ?? [];
  const fresh = newFindings(present, older.get(database.name) ?? []);
  const isError = ({ severity }: Finding) => severity === 'error';
  return {
    name: database.name,
    blocking: [...fresh.filter(isError), ...base.blocking.filter(isError)],
    warnings: [...fresh, ...base.blocking].filter((finding) => !isError(finding)).concat(base.warnings),
    older: present.length - fresh.length,
    failure: failure?.error ?? null,
    excuse: failure && excuseOf(failure.inputs, configuration.cannotTell, changed),
    merge: null,
  };
}

function excuseOf(
  inputs: Inputs,
  cannotTell: 'error' | 'warning',
  changed: readonly string[],
): HookDatabase['excuse'] {
  if (!touches(inputs, changed)) return 'untouched';
  return cannotTell === 'warning' ? 'configured' : null;
}

async function olderFindings(
  place: Place,
  { parents }: Change,
  only: ReadonlySet<string>,
): Promise<Map<string, Finding[][]>> {
  const older = new Map<string, Finding[][]>();
  if (only.size === 0) return older;
  for (const { commit, label } of parents()) {
    const { databases } = await judgeState(place, { kind: 'commit', commit, label }, only);
    for (const { database, verdict } of databases)
      older.set(database.name, [...(older.get(database.name) ?? []), verdict?.findings ?? []]);
  }
  return older;
}

/** Paths that differ between two commits, or between nothing and a commit. */
export function changedPaths(root: string, from: string | null, to: string): string[] {
  return diffPaths(root, [from ?? emptyTree(root), to]);
}

/** The id of a tree without files, which depends on the repository's hash. */
function emptyTree(root: string): string {
  return git(['hash-object', '-t', 'tree', '--stdin'], { cwd: root, input: '' }).toString('utf8').trim();
}
