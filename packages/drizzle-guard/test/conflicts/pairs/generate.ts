import type { Model } from './model';
import type { Pair, PairDialect, Plan } from './pair';
import { planned } from './plans';
import { mysqlMaker } from './mysql/maker';
import { postgresMaker } from './postgres/maker';
import { sqliteMaker } from './sqlite/maker';
import { Random } from './random';
import type { ColumnOf, Verb } from './scene';
import type { Table } from './model';
import type { Recipe } from './postgres/row-recipes';

/** What pairs of a dialect are made of. */
export interface Maker {
  base(random: Random): { model: Model; statements: string[] };
  columnVerbs: readonly Verb<ColumnOf>[];
  tableVerbs: readonly Verb<Table>[];
  /** Verbs of one kind of thing stand together: two of a family are likely to meet. */
  families: readonly {
    about: 'enum' | 'view' | 'function' | 'sequence' | 'schema';
    verbs: readonly Verb<Model>[];
  }[];
  makers: readonly Verb<Model>[];
  rowRecipes: readonly Recipe[];
  /** Whether a text may hold several statements. */
  joins(statement: string): boolean;
}

const MAKERS: Record<PairDialect, Maker> = {
  postgresql: postgresMaker,
  sqlite: sqliteMaker,
  mysql: mysqlMaker,
};

const PLANS: readonly { plan: Plan; weight: number }[] = [
  { plan: 'clash', weight: 40 },
  { plan: 'names', weight: 9 },
  { plan: 'rows', weight: 14 },
  { plan: 'same-table', weight: 15 },
  { plan: 'twin', weight: 9 },
  { plan: 'far', weight: 13 },
];

/**
 * Two branches over one base. Each side is meant to be valid on the base alone, which most are: the judge throws the
 * others away. Whether they can live together is nothing that is known here.
 */
export function generate(dialect: PairDialect, seed: number): Pair {
  const maker = MAKERS[dialect];
  const random = new Random(seed);
  const { plan } = random.weighted(PLANS);
  const { model, statements } = maker.base(random);
  const [a, b] = planned(maker, { dialect, model, random }, plan);
  return {
    ...{ seed, dialect, base: statements, plan },
    a: joined(maker, random, a.statements),
    b: joined(maker, random, b.statements),
    kinds: { a: a.kinds, b: b.kinds },
  };
}

/** Some neighbours in one text, as in migrations that people write. */
function joined(maker: Maker, random: Random, statements: string[]): string[] {
  const texts: string[] = [];
  for (const statement of statements) {
    const last = texts.at(-1);
    const joins = last !== undefined && maker.joins(last) && maker.joins(statement) && random.chance(0.25);
    if (joins) texts[texts.length - 1] = `${last}\n${statement}`;
    else texts.push(statement);
  }
  return texts;
}
