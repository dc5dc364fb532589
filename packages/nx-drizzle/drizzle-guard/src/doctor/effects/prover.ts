import { hasShadow, whyNoShadow, type Ground } from '../../engines/shadow/ground';
import { openShadow } from '../../engines/shadow/open-shadow';
import type { CatalogEntry, Shadow } from '../../engines/shadow/shadow';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { offlineEnvironment } from '../../process/variables';
import { differencesBetween } from '../../replay/differences';
import { applyMade } from '../../replay/said-catalog';
import { startEvaluator, type Evaluator } from '../../schema/evaluator';
import { kitLayoutAt } from '../../schema/kit';
import { statementsOf } from '../../sql/statements';
import type { History } from '../../history/history';
import type { SnapshotState } from '../../schema/protocol';
import type { Rebuilt, Told } from '../repair';

/** Finds out whether SQL leads from one state to another. */
export interface Prover {
  /** Null where it does; else why that is not so, or cannot be told, in words. */
  refutes(rebuilt: Rebuilt): Promise<string | null>;
  close(): Promise<void>;
}

/**
 * SQL leads from one state to another where it is what drizzle-kit itself writes between the two; or where, run on top of
 * the first, made by drizzle-kit on a shadow, it gives the same database as the second, made by drizzle-kit. What is
 * needed is started when it is, and once.
 *
 * @param places where drizzle-kit is looked for, absolute
 * @param ground what the shadow is made on
 * @param extensionsOf the statements of a history that create extensions, which no snapshot knows
 */
export function openProver(
  { dialect, layout }: Pick<History, 'dialect' | 'layout'>,
  places: readonly string[],
  ground: () => Promise<Ground>,
  extensionsOf: () => Promise<string[]>,
): Prover {
  const folder = places.find((place) => kitLayoutAt(place) === layout);
  let evaluator: Evaluator | undefined;
  let shadow: Promise<Shadow> | undefined;
  let extensions: Promise<string[]> | undefined;
  const kit = () => (evaluator ??= startEvaluator(folder!, offlineEnvironment(process.env), 'real'));

  async function difference(one: Rebuilt, known: string): Promise<string | null> {
    if (await isWrittenByKit(kit(), known, one)) return null;
    const on = await ground();
    if (!hasShadow(on)) return cannot(`${whyNoShadow(on)}, and it is not what drizzle-kit writes`);
    const own = statementsOf(one.sql).map(({ sql }) => sql);
    const ways: Ways = {
      reached: [await build(kit(), known, one.before), own],
      said: [await build(kit(), known, one.after)],
    };
    const open = async () => {
      const created = await (extensions ??= extensionsOf());
      const opened = await openShadow(on, [...created, ...own]);
      // What the shadow does not have may not be needed.
      for (const statement of created) await opened.apply([statement]);
      return opened;
    };
    // Extensions are loaded when a shadow starts.
    if (!own.some((statement) => EXTENSION.test(statement))) {
      const words = await first(await (shadow ??= open()), ways).catch(passRefusals);
      if (words === null) return null;
    }
    // What others left there (functions, roles) may be in the way.
    const apart = await open();
    try {
      const words = await first(apart, ways);
      return words === null ? null : notBorneOut(words);
    } finally {
      await apart.close();
    }
  }

  async function closeShadow(): Promise<void> {
    const open = await shadow?.catch(() => undefined);
    shadow = undefined;
    await open?.close();
  }

  return {
    async refutes(one) {
      if (dialect === null) return cannot('its dialect is not known');
      if (folder === undefined)
        return cannot(`drizzle-kit ${layout === 'journal' ? '0.31' : '1.0'} is not installed here`);
      try {
        return await difference(one, dialect);
      } catch (thrown) {
        if (thrown instanceof Refused) return notBorneOut(wordsOf(thrown));
        if (!(thrown instanceof GuardError)) throw thrown;
        await closeShadow();
        const { message, help } = failureOf(thrown);
        return cannot(`${message}; ${help}`);
      }
    },
    async close() {
      await evaluator?.close();
      await closeShadow();
    },
  };
}

/** Whether a statement makes an extension, or has to do with one. */
export const EXTENSION = /\bEXTENSION\b/i;

function notBorneOut(words: string): string {
  return `a replay does not bear it out: ${words}`;
}

function cannot(why: string): string {
  return `it cannot be proved: ${why}`;
}

/** A statement that a shadow refuses: then it says nothing of the state. */
class Refused extends Error {}

function passRefusals(thrown: unknown): string {
  if (thrown instanceof Refused) return wordsOf(thrown);
  throw thrown;
}

/** Statements, step by step, on each of the two ways to one state. */
interface Ways {
  reached: readonly (readonly string[])[];
  said: readonly (readonly string[])[];
}

/** The first thing that is not the same on both ways, in words. */
async function first(shadow: Shadow, { reached, said }: Ways): Promise<string | null> {
  const given = await catalogAfter(shadow, reached);
  return differencesBetween(given, await catalogAfter(shadow, said))[0]?.words ?? null;
}

async function isWrittenByKit(
  evaluator: Evaluator,
  dialect: string,
  { before, sql, after }: Rebuilt,
): Promise<boolean> {
  const [previous, current] = [stateOf(before), stateOf(after)];
  const answer = await evaluator.ask({ kind: 'diff', dialect, previous, current });
  if (answer.kind !== 'diff' || answer.statements === null) return false;
  const meanings = (text: string) =>
    statementsOf(text)
      .map(({ meaning }) => meaning)
      .sort();
  const written = answer.statements.join('\n--> statement-breakpoint\n');
  return JSON.stringify(meanings(written)) === JSON.stringify(meanings(sql));
}

async function build(evaluator: Evaluator, dialect: string, told: Told): Promise<string[]> {
  const answer = await evaluator.ask({ kind: 'build', dialect, state: stateOf(told) });
  if (answer.kind === 'build') return answer.statements;
  throw new Refused('message' in answer ? answer.message : `unexpected answer ${answer.kind}`);
}

function stateOf(told: Told): SnapshotState {
  return typeof told === 'string'
    ? { kind: 'snapshot', text: told }
    : { kind: 'changes', snapshots: { ...told.snapshots }, leaves: [...told.leaves] };
}

async function catalogAfter(shadow: Shadow, steps: readonly (readonly string[])[]): Promise<CatalogEntry[]> {
  await shadow.clear();
  for (const statements of steps) {
    const refused = await applyMade(shadow, statements);
    if (refused) throw new Refused(`${refused.message}: ${refused.statement.trim().split('\n')[0]}`);
  }
  return shadow.catalog();
}
