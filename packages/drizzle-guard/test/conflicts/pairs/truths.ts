import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Branches, PairClass, PairDialect, Plan } from './pair';

/** What is true of one pair, which its seed makes again. */
export interface Truth {
  seed: number;
  truth: PairClass;
  /** Why they do not commute; not there where they do. */
  why?: string;
  plan: Plan;
  /** What each side does, separated by commas. */
  a: string;
  b: string;
  /** Of its SQL: where the generator makes another pair of the seed, nothing is known of it. */
  hash: string;
}

export type Truths = Record<PairDialect, Truth[]>;

export const TRUTH_FILE = path.join(__dirname, 'truth.json');

export const readTruths = (file = TRUTH_FILE): Truths =>
  existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Truths)
    : { postgresql: [], sqlite: [], mysql: [] };

/** One truth a line, so that a change of them can be read. */
export function writeTruths(truths: Truths, file = TRUTH_FILE): void {
  const lists = Object.entries(truths).map(
    ([dialect, list]) => `"${dialect}": [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  writeFileSync(file, `{${lists.join(',\n')}}\n`);
}

export const hashOf = ({ base, a, b }: Branches): string =>
  createHash('sha256')
    .update(JSON.stringify([base, a, b]))
    .digest('hex')
    .slice(0, 16);
