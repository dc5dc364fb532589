/** The databases that pairs are made for. */
export type PairDialect = 'postgresql' | 'sqlite' | 'mysql';

/** How a pair was made: what it is likely to be, which only the judge says. */
export type Plan = 'clash' | 'names' | 'rows' | 'same-table' | 'twin' | 'far';

/** Two branches over one base: statements as they would stand in migrations, some texts hold several. */
export interface Pair {
  seed: number;
  dialect: PairDialect;
  base: string[];
  a: string[];
  b: string[];
  plan: Plan;
  /** What each side does, in its order: for statistics alone. */
  kinds: { a: string[]; b: string[] };
}

/** What is replayed. */
export type Branches = Pick<Pair, 'dialect' | 'base' | 'a' | 'b'>;

/** What two branches are to each other. `convergent`: only what both say alike stands between them. */
export type PairClass = 'commute' | 'convergent' | 'conflict';
