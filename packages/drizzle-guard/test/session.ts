import * as v from 'valibot';
import { openAnswers, type Answers } from '../src/answers/answers';
import { hashOf } from '../src/text/hash';
import { listingOf } from '../src/answers/listing';
import type { Discovery } from '../src/answers/store';
import { readHistory } from '../src/history/read-history';
import type { Session } from '../src/judging/session';
import { memoryTree } from '../src/sources/memory-tree';
import { keyOf, type Commit, type State } from '../src/sources/state';
import type { Tree } from '../src/sources/tree';
import { Configuration } from '../src/workspace/configuration';
import type { Database } from '../src/workspace/discover';
import { databaseCalled } from './judgements';

type Files = Readonly<Record<string, string>>;

/** What a session over memory is told beside its files; everything has a sound default. */
export interface Given {
  /** Of every state: what drizzle-guard.json says, and what was accepted in one go. */
  configuration?: v.InferInput<typeof Configuration>;
  baseline?: Discovery['baseline'];
  /** By state, where they are not the same in each: one is `shop` by default. */
  databases?: Database[] | Record<string, Database[]>;
  answers?: Answers;
  /** Where git and packages are looked for: by default where there is nothing. */
  root?: string;
}

/** A session over memory, with what has been asked of it: `tree main`, `history main drizzle`. */
export interface MemorySession extends Session {
  readonly asked: string[];
}

export const WORKTREE: State = { kind: 'worktree' };
export const INDEX: State = { kind: 'index' };

/** A commit that is called as its id. */
export function commit(id: string, label = id): Commit {
  return { kind: 'commit', commit: id, label };
}

/** A Tree of these files that knows their ids, as one of git does. */
export function identifiedTree(files: Files, root?: string): Tree {
  return {
    ...memoryTree(files, root),
    idOf: (path) => (Object.hasOwn(files, path) ? hashOf(files[path]!) : null),
  };
}

/**
 * A session in which no process is started.
 * @param states files by `worktree`, `index` or the id of a commit
 */
export function memorySession(states: Readonly<Record<string, Files>>, given: Given = {}): MemorySession {
  const { configuration = {}, baseline = [], databases = [databaseCalled('shop')], root = '/memory' } = given;
  const asked: string[] = [];
  const worked = new Map<string, Promise<unknown>>();
  const treeAt = (at: State) => {
    const files = states[keyOf(at)];
    if (!files) throw new Error(`there is no state ${keyOf(at)}`);
    return identifiedTree(files, root);
  };
  const terms = { configuration: configurationOf(configuration), baseline };
  const databasesAt = (at: State) => (Array.isArray(databases) ? databases : (databases[keyOf(at)] ?? []));
  return {
    asked,
    inHook: false,
    root,
    environment: {},
    variables: {},
    answers: given.answers ?? openAnswers(null),
    async tree(at) {
      asked.push(`tree ${keyOf(at)}`);
      return treeAt(at);
    },
    async changed(one, other) {
      const [tree, there] = [treeAt(one), treeAt(other)];
      const all = new Set([...(await tree.list('')), ...(await there.list(''))]);
      return [...all].filter((file) => tree.idOf(file) !== there.idOf(file));
    },
    async present(at) {
      const { list, idOf } = treeAt(at);
      return { listing: listingOf(await list(''), idOf), environment: {} };
    },
    async terms() {
      return terms;
    },
    async workspace(at) {
      return { ...terms, databases: databasesAt(at), notes: [] };
    },
    once<T>(key: string, work: () => Promise<T>) {
      const known = (worked.get(key) as Promise<T> | undefined) ?? work();
      worked.set(key, known);
      return known;
    },
    reading: () => import('../src/judging/reading'),
    async history(at, dir) {
      asked.push(`history ${keyOf(at)} ${dir}`);
      return readHistory(treeAt(at), dir);
    },
    close: () => void asked.push('close'),
  };
}

/** What drizzle-guard.json says where this is in it. */
export function configurationOf(given: v.InferInput<typeof Configuration> = {}): Configuration {
  return v.parse(Configuration, given);
}
