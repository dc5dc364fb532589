import type { Maker } from '../generate';
import { postgresBase } from './base';
import { columnVerbs } from './column-verbs';
import { enumVerbs, makers, viewVerbs } from './object-verbs';
import { functionVerbs, sequenceVerbs } from './routine-verbs';
import { rowRecipes } from './row-recipes';
import { schemaVerbs } from './schema-verbs';
import { tableVerbs } from './table-verbs';

export const postgresMaker: Maker = {
  base: postgresBase,
  columnVerbs,
  tableVerbs,
  families: [
    { about: 'enum', verbs: enumVerbs },
    { about: 'view', verbs: viewVerbs },
    { about: 'function', verbs: functionVerbs },
    { about: 'schema', verbs: schemaVerbs },
    { about: 'sequence', verbs: sequenceVerbs },
  ],
  makers,
  rowRecipes,
  joins: (statement) => !/concurrently/i.test(statement),
};
