import type { Node } from '@pgsql/types';
import { namesIn, type NodeOf } from './names';

/** The body of a function as it is written. */
export interface Written {
  language: string;
  /** What stands behind AS, in that language. */
  texts: readonly string[];
  /** The statements of one that is SQL of the standard (BEGIN ATOMIC … END). */
  nodes: readonly Node[];
}

export function writtenIn({ options = [], sql_body }: NodeOf<'CreateFunctionStmt'>): Written {
  const elements = options.flatMap((node) => ('DefElem' in node ? node.DefElem : []));
  const argOf = (name: string) => elements.find(({ defname }) => defname === name)?.arg;
  const as = argOf('as');
  return {
    language: namesIn([argOf('language') ?? { String: { sval: 'sql' } }])[0] ?? 'sql',
    texts: as && 'List' in as ? namesIn(as.List.items) : [],
    nodes: sql_body ? statementsIn(sql_body) : [],
  };
}

function statementsIn(node: Node): Node[] {
  return 'List' in node ? (node.List.items ?? []).flatMap(statementsIn) : [node];
}
