import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { stackOf, wordsOf } from '../../errors/words-of';
import { listOf } from '../../text/words';
import type { Judgement, Start, Wanted } from '../protocol';
import { MARK, standInsFor } from '../stand-in-values';
import { NotEvenWithStandIns, withStandIns } from '../with-stand-ins';
import { Exit, catchExit } from './exit';
import { watchEnvironment } from './environment';
import { catchOutput } from './output';
import { placeInBundle } from './place-in-bundle';

/** More than any validator says; nothing looks for names in a megabyte. */
const LONGEST_WORDS = 20_000;

export type CannotTell = Extract<Judgement, { kind: 'cannot-tell' }>;

/** Runs user code, each time from the same start. */
export interface Attempts {
  /** Names of variables that were read. */
  readonly environmentRead: ReadonlySet<string>;
  /** Once, whatever was set before. @throws what it throws, also in the background while it runs */
  once<T>(run: () => Promise<T>): Promise<T>;
  /** With what it wants of its environment; what was set for it stays set. */
  withWanted<T extends object>(
    code: UserCode,
    run: () => Promise<T>,
  ): Promise<({ value: T } & Wanted) | CannotTell>;
  /** The working directory of what is run from now on, absolute. */
  workIn(folder: string): void;
  /** Really ends this process. */
  readonly end: () => never;
}

export interface UserCode {
  code: string;
  filename: string;
  dialect: string | null;
  /** What of its value is taken, as a text: no value of a stand-in may be in it. */
  takenOf(value: never): string;
}

export function openAttempts({ hasStandIns, withheld }: Omit<Start, 'folder'>): Attempts {
  const environment = watchEnvironment();
  const output = catchOutput();
  const exit = catchExit();
  const realCwd = process.cwd;
  let home = process.cwd();
  let failInBackground: ((thrown: unknown) => void) | undefined;
  // What fails later than its result is there does not change it.
  process.on('uncaughtException', (thrown) => failInBackground?.(thrown));

  /** Of a folder that is not checked out the code is still told where it lies. */
  function goHome(): void {
    const isThere = existsSync(home);
    if (isThere) process.chdir(home);
    process.cwd = isThere ? realCwd : () => home;
  }

  async function once<T>(run: () => Promise<T>): Promise<T> {
    output.clear();
    exit.clear();
    goHome();
    try {
      const value = await new Promise<T>((resolve, reject) => {
        failInBackground = reject;
        run().then(resolve, reject);
      });
      const ended = exit.last();
      if (ended) throw ended;
      return value;
    } finally {
      failInBackground = undefined;
    }
  }

  const wordsFor = (thrown: unknown) => `${inspected(thrown)}\n${output.text()}`.slice(0, LONGEST_WORDS);

  /** Whether something else is taken where a variable has another value than none. */
  async function decides<T>(
    name: string,
    { dialect, takenOf }: UserCode,
    attempt: () => Promise<T>,
    taken: string,
  ): Promise<boolean> {
    try {
      for (const value of standInsFor(name, dialect)) {
        environment.set(name, value);
        const other = await attempt().catch(() => null);
        if (other !== null) return takenOf(other as never) !== taken;
      }
      return false;
    } finally {
      environment.set(name, undefined);
    }
  }

  return {
    environmentRead: environment.read,
    end: () => exit.really(0),
    workIn: (folder) => void (home = folder),
    once,
    async withWanted(userCode, run) {
      environment.reset();
      const { dialect } = userCode;
      const attempt = async () => {
        try {
          return await once(run);
        } catch (thrown) {
          throw thrown instanceof Exit ? Object.assign(thrown, { printed: output.text() }) : thrown;
        }
      };
      try {
        const trial = { environment, dialect, run: attempt, wordsOf: wordsFor, hasStandIns };
        const { values, ...found } = await withStandIns(trial);
        const taken = userCode.takenOf(found.value as never);
        const names = partsOf(values, taken);
        if (names.length > 0) return partOfIt(found, names);
        // A default stands for what is set and withheld: right only as long as nothing of it is taken.
        for (const name of hasStandIns ? found.unset.filter((one) => withheld.includes(one)) : [])
          if (await decides(name, userCode, attempt, taken)) return partOfIt(found, [name]);
        return found;
      } catch (thrown) {
        if (!(thrown instanceof NotEvenWithStandIns)) throw thrown;
        return failed(userCode, thrown);
      }
    },
  };
}

/** The variables whose stand-in is in what is taken of a value. */
function partsOf(values: ReadonlyMap<string, string>, taken: string): string[] {
  const told = [...values].filter(([, value]) => value.includes(MARK));
  return told.filter(([, value]) => taken.includes(value)).map(([name]) => name);
}

function partOfIt({ standIns, unset }: Wanted, names: readonly string[]): CannotTell {
  const message = `the value of ${listOf(names)} is part of what it says, and is not known here`;
  return { kind: 'cannot-tell', message, help: null, wanted: { standIns, unset } };
}

function failed(userCode: UserCode, { first, last, wanted }: NotEvenWithStandIns): CannotTell {
  const [before, after] = [first, last].map((thrown) => saidBy(userCode, thrown)) as [string, string];
  const names = listOf(wanted.standIns);
  const more =
    before === after ? ` (with a stand-in for ${names} too)` : `; with a stand-in for ${names}: ${after}`;
  return {
    kind: 'cannot-tell',
    message: wanted.standIns.length > 0 ? before + more : before,
    help: first instanceof Error && 'help' in first && typeof first.help === 'string' ? first.help : null,
    wanted,
  };
}

/** With the file of the Tree in which it was thrown. */
function saidBy({ code, filename }: UserCode, thrown: unknown): string {
  if (thrown instanceof Exit) {
    const printed = 'printed' in thrown ? String(thrown.printed) : '';
    const words = printed.trim().split('\n').slice(-3).join('\n');
    return `${wordsOf(thrown)}${words === '' ? '' : `, after printing:\n${words}`}`;
  }
  const stack = stackOf(thrown) ?? '';
  const place = placeInBundle(code, filename, stack);
  // A config's own name is said already.
  return `${place === null || filename.endsWith(`/${place}`) ? '' : `${place}: `}${wordsOf(thrown) || stack.split('\n')[0]!}`;
}

function inspected(thrown: unknown): string {
  try {
    return inspect(thrown, { depth: 8, maxStringLength: LONGEST_WORDS });
  } catch {
    return wordsOf(thrown);
  }
}
