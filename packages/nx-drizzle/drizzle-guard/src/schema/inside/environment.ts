import { ALL_NAMES } from '../protocol';

/** What user code sees as process.env, with what it asks of it. */
export interface WatchedEnvironment {
  /** Every name that was read so far; ALL_NAMES where a list was asked for. */
  readonly read: ReadonlySet<string>;
  /** Names that were read and not there since the last reset, in that order. */
  readonly missed: ReadonlySet<string>;
  isSet(name: string): boolean;
  set(name: string, value: string | undefined): void;
  /** As it was at the start, whatever user code has put into it. */
  reset(): void;
}

/** An answer that was kept is only good for the same environment: what the code asks of it is noted. */
export function watchEnvironment(): WatchedEnvironment {
  const environment = process.env;
  const initial = { ...environment };
  const all = new Set<string>();
  const missed = new Set<string>();
  const read = (name: string | symbol): string | undefined => {
    if (typeof name !== 'string') return undefined;
    all.add(name);
    if (environment[name] === undefined) missed.add(name);
    return environment[name];
  };
  process.env = new Proxy(environment, {
    get: (_, name) => read(name),
    has: (_, name) => read(name) !== undefined,
    set(_, name, value) {
      environment[name as string] = String(value);
      return true;
    },
    getOwnPropertyDescriptor(_, name) {
      read(name);
      return Reflect.getOwnPropertyDescriptor(environment, name);
    },
    ownKeys() {
      all.add(ALL_NAMES);
      missed.add(ALL_NAMES);
      return Reflect.ownKeys(environment);
    },
  });
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete environment[name];
    else environment[name] = value;
  };
  return {
    read: all,
    missed,
    isSet: (name) => environment[name] !== undefined,
    set,
    reset() {
      missed.clear();
      for (const name of new Set([...Object.keys(environment), ...Object.keys(initial)]))
        if (environment[name] !== initial[name]) set(name, initial[name]);
    },
  };
}
