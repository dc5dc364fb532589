import { ALL_NAMES, type Wanted } from './protocol';
import { MARK, standInsFor } from './stand-in-values';

/** What is tried in. */
export interface TrialEnvironment {
  /** Names that were read and not there, in that order; ALL_NAMES where a list was asked for. */
  readonly missed: ReadonlySet<string>;
  isSet(name: string): boolean;
  set(name: string, value: string | undefined): void;
  /** As it was before anything was tried. */
  reset(): void;
}

export interface Trial<T> {
  environment: TrialEnvironment;
  /** Whether stand-ins may be tried. */
  hasStandIns: boolean;
  /** Whose URL a connection has, as far as it is known. */
  dialect: string | null;
  run(): Promise<T>;
  /** All that a failure has said: what was thrown, and what was printed. */
  wordsOf(thrown: unknown): string;
}

/** Why it failed without stand-ins, and with them where that is something else. */
export class NotEvenWithStandIns extends Error {
  constructor(
    readonly first: unknown,
    readonly last: unknown,
    readonly wanted: Wanted,
  ) {
    super('it cannot be evaluated');
  }
}

/** The value that it gave, and the stand-ins that it has. */
export interface Found<T> extends Wanted {
  value: T;
  values: ReadonlyMap<string, string>;
}

/** Each is a thing of milliseconds; validators name all that they miss at once. */
const MOST_TRIALS = 60;
const MOST_MILLISECONDS = 6_000;

/** What tools ask of every environment: nothing of it is needed, and some change what the tools do. */
const OF_TOOLS =
  /^(?:CI$|NODE_(?!ENV$)|DOTENV_|NX_|VITEST|JEST_|DEBUG|NO_COLOR|FORCE_COLOR|COLORTERM|TERM|npm_|GITHUB_|GITLAB_|TRAVIS|CIRCLECI|APPVEYOR|BUILDKITE|DRONE|TEAMCITY_|VERCEL$|NETLIFY$|SKIP_|DRIZZLE_GUARD_)|(?:^|_)(?:SKIP|COLOR|VERBOSE)(?:_|$)/;

/**
 * Runs what may want its environment: as it is, and where that throws, with a harmless value for each variable that it
 * reads and lacks. Only as many as are needed: of each it is tried whether it can be left out, so that defaults stay in
 * force. They stay set until the environment is reset.
 *
 * @throws NotEvenWithStandIns
 */
export async function withStandIns<T>(trial: Trial<T>): Promise<Found<T>> {
  const { environment } = trial;
  const search = new Search(trial);
  const started = performance.now();
  const mayTry = (times: number) => times < MOST_TRIALS && performance.now() - started < MOST_MILLISECONDS;
  let failure: { first: unknown; last: unknown } | undefined;
  for (let times = 0; ; times += 1) {
    try {
      const value = await search.attempt();
      if (!failure) return search.found(value);
      return await withoutNeedless(search, value, mayTry, times);
    } catch (thrown) {
      failure = { first: failure ? failure.first : thrown, last: thrown };
      if (trial.hasStandIns && mayTry(times) && search.widen(trial.wordsOf(thrown))) continue;
      const wanted = { standIns: search.names(), unset: search.unset() };
      environment.reset();
      throw new NotEvenWithStandIns(failure.first, failure.last, wanted);
    }
  }
}

async function withoutNeedless<T>(
  search: Search<T>,
  first: T,
  mayTry: (times: number) => boolean,
  before: number,
): Promise<Found<T>> {
  let value = first;
  let times = before;
  // One alone is needed: without any it failed.
  for (const name of search.names().length > 1 ? search.names() : []) {
    if (!mayTry((times += 1))) break;
    value = await search.without(name).catch(() => value);
  }
  // The last trial may have been one that failed; what is evaluated again finds what the value was made with.
  search.restore();
  return search.found(value);
}

/** The values that are being tried, by name. */
class Search<T> {
  private readonly values = new Map<string, { values: string[]; at: number }>();
  private missed: string[] = [];

  constructor(private readonly trial: Trial<T>) {}

  names(): string[] {
    return [...this.values.keys()];
  }

  unset(): string[] {
    return this.missed.filter((name) => name !== ALL_NAMES && !OF_TOOLS.test(name) && !this.values.has(name));
  }

  found(value: T): Found<T> {
    const values = new Map(this.names().map((name) => [name, this.valueOf(name)]));
    return { value, values, standIns: this.names(), unset: this.unset() };
  }

  restore(): void {
    this.trial.environment.reset();
    for (const [name, { values, at }] of this.values) this.trial.environment.set(name, values[at]);
  }

  async attempt(): Promise<T> {
    this.restore();
    try {
      return await this.trial.run();
    } finally {
      this.missed = [...new Set([...this.missed, ...this.trial.environment.missed])];
    }
  }

  /** The same without one of them, which is left out from then on if that goes well. */
  async without(name: string): Promise<T> {
    const kept = this.values.get(name)!;
    this.values.delete(name);
    try {
      return await this.attempt();
    } catch (thrown) {
      this.values.set(name, kept);
      throw thrown;
    }
  }

  /** Adds or changes values by what a failure says; false where nothing is left to try. */
  widen(words: string): boolean {
    const isNamed = (text: string) => hasWord(words, text);
    const isQuoted = (value: string) => value.includes(MARK) && words.includes(value);
    const wanted = this.missed.filter((name) => name !== ALL_NAMES && !this.values.has(name));
    const inList = this.missed.includes(ALL_NAMES)
      ? namesIn(words).filter((name) => !this.trial.environment.isSet(name))
      : [];
    const named = [...new Set([...wanted.filter(isNamed), ...inList])];
    for (const name of named) this.add(name, words);
    const refused = this.names().filter(
      (name) => !named.includes(name) && (isNamed(name) || isQuoted(this.valueOf(name))),
    );
    const moved = refused.filter((name) => this.next(name, words));
    if (named.length + moved.length > 0) return true;
    const others = wanted.filter((name) => !OF_TOOLS.test(name));
    for (const name of others) this.add(name, words);
    if (others.length > 0) return true;
    // Nothing is named: the one that was read last was most likely read just before.
    return this.names()
      .toReversed()
      .some((name) => this.next(name, words));
  }

  private valueOf(name: string): string {
    const { values, at } = this.values.get(name)!;
    return values[at]!;
  }

  private add(name: string, words: string): void {
    this.values.set(name, { values: standInsFor(name, this.trial.dialect, words), at: 0 });
  }

  /** What was said may tell of more that could be tried. */
  private next(name: string, words: string): boolean {
    const { values, at } = this.values.get(name)!;
    const tried = values.slice(0, at + 1);
    const fresh = standInsFor(name, this.trial.dialect, words);
    const rest = [...new Set([...fresh, ...values])].filter((value) => !tried.includes(value));
    this.values.set(name, { values: [...tried, ...rest], at: rest.length > 0 ? at + 1 : at });
    return rest.length > 0;
  }
}

/** Whether a name stands in a text, and not only as a part of another. */
function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + name.length] ?? '')) return true;
  return false;
}

/** What looks like the name of a variable. */
function namesIn(words: string): string[] {
  return [...new Set(words.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|\b[A-Z][A-Z0-9]{3,}\b/g))].filter(
    (name) => !OF_TOOLS.test(name),
  );
}
