import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Migration } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import type { Proof } from '../../results/proof';
import type { Unfit } from '../../rules/replay/snapshot-mismatch';
import { findingsAbout } from '../../rules/run';
import type { Evaluator } from '../../schema/evaluator';
import { findKit, requireLayout } from '../../schema/kit';
import type { State } from '../../sources/state';
import { millisecondsOf } from '../../text/duration';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { groundOf } from '../ground-of';
import type { Proving } from '../judge';
import { sequenceFaults } from '../preflight';
import {
  EDITED,
  proveOnShadow,
  questionOf,
  readProof,
  type Bench,
  timeIsOver,
  type Question,
} from '../proofs';
import type { Session } from '../session';
import { unprovedIn, type Standing } from '../unproved';

/**
 * Whether the SQL of new migrations leads from the snapshot before each to its own: by what drizzle-kit writes between
 * the two, and where the SQL is something else, by running it on a shadow. What cannot be proved is told, and is no
 * finding.
 */
export async function proofPart(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
  proving: Proving,
  evaluator: () => Evaluator,
): Promise<Part> {
  const { checks, proofLimit } = (await session.terms(at)).configuration;
  const nothing: Part = { about: 'proof', findings: [] };
  if (dialect === null || checks['snapshot-mismatch'] === 'off') return nothing;
  const wanted = await migrationsToProve(session, at, out, proving);
  if (wanted.length === 0) return nothing;
  const folder = path.join(session.root, database.dir);
  const tree = await session.tree(at);
  const history = await session.history(at, out);
  const proofs = new Map<string, Proof | string>();
  // Where it is not known which migrations there are, their findings come first.
  const faults = [...new Set(sequenceFaults(history, database.name).map(({ code }) => code))];
  if (faults.length > 0) {
    const tags = tagsInShort(wanted.map(({ tag }) => tag));
    return { ...nothing, missing: 'replay', notProved: [`${tags}: ${listOf(faults)} comes first`] };
  }
  try {
    const kit = findKit(folder);
    requireLayout(kit, history);
    const bench: Bench = {
      ...{ answers: session.answers, tree, history, dialect, evaluator },
      kitVersion: kit.version,
      ground: () =>
        groundOf(session, database, dialect, [folder, path.join(tree.root, history.dir), __dirname]),
    };
    await proveAll(bench, wanted, proving, proofLimit, proofs);
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    for (const { tag } of wanted) if (!proofs.has(tag)) proofs.set(tag, wordsOf(thrown));
  }
  const context = { unfit: wanted.flatMap((migration) => unfitOf(migration, proofs.get(migration.tag))) };
  const findings = findingsAbout('proof', context, database.name, checks);
  const unproved = notProved(proofs);
  return {
    ...nothing,
    findings,
    ...(unproved.length === 0 ? {} : { missing: 'replay', notProved: unproved }),
  };
}

/** In a hook what no parent has; else the newest, and with a base what that has not. */
async function migrationsToProve(
  session: Session,
  at: State,
  out: string,
  { beside, newest }: Proving,
): Promise<Migration[]> {
  const standingAt = async (state: State): Promise<Standing> => ({
    history: await session.history(state, out),
    idOf: (await session.tree(state)).idOf,
  });
  const now = await standingAt(at);
  const others: Standing[] = [];
  for (const state of beside()) others.push(await standingAt(state));
  const unproved = unprovedIn(now, others);
  const last = now.history.migrations.at(-1);
  return newest && last && !unproved.includes(last) ? [...unproved, last] : unproved;
}

/** Each migration's proof, or why there is none, in words; nothing where nothing is to be proved. */
async function proveAll(
  bench: Bench,
  wanted: readonly Migration[],
  { shadow }: Proving,
  limit: string,
  proofs: Map<string, Proof | string>,
): Promise<void> {
  const deadline = Date.now() + millisecondsOf(limit);
  const edited: { question: Question; lacking: string[] }[] = [];
  for (const migration of wanted) {
    if (Date.now() > deadline) {
      proofs.set(migration.tag, timeIsOver(limit));
      continue;
    }
    const question = await questionOf(bench, migration);
    if (question === null) continue;
    const proof = typeof question === 'string' ? question : await readOrWhy(bench, question);
    if (typeof question !== 'string' && typeof proof !== 'string' && proof.kind === 'edited')
      edited.push({ question, lacking: proof.lacking });
    else proofs.set(migration.tag, proof);
  }
  if (edited.length === 0) return;
  const shown = shadow
    ? await proveOnShadow(bench, edited, limit, deadline)
    : edited.map(() => `${EDITED}, and --no-replay keeps it away from a shadow`);
  for (const [at, { question }] of edited.entries()) proofs.set(question.migration.tag, shown[at]!);
}

async function readOrWhy(bench: Bench, question: Question): Promise<Proof | string> {
  try {
    return await readProof(bench, question);
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  }
}

function unfitOf({ tag, sqlFile }: Migration, proof: Proof | string | undefined): Unfit[] {
  if (typeof proof !== 'object' || proof.kind !== 'differs') return [];
  const { makesNothing, differences, lacking } = proof;
  return [{ migration: tag, file: sqlFile, makesNothing, differences, lacking }];
}

/** Why there are no proofs, each reason once: "0003_a and 0004_b: 10s were over". */
function notProved(proofs: ReadonlyMap<string, Proof | string>): string[] {
  const tagsByReason = new Map<string, string[]>();
  for (const [tag, proof] of proofs)
    if (typeof proof === 'string') tagsByReason.set(proof, [...(tagsByReason.get(proof) ?? []), tag]);
  return [...tagsByReason].map(([reason, tags]) => `${tagsInShort(tags)}: ${reason}`);
}

const SHOWN = 6;

function tagsInShort(tags: readonly string[]): string {
  return tags.length > SHOWN
    ? `${tags.slice(0, SHOWN).join(', ')} and ${tags.length - SHOWN} more`
    : listOf(tags);
}
