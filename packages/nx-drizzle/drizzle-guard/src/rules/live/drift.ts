import { defineRule } from '../rule';

const SHOWN = 8;

function linesOf(words: readonly string[]): string {
  return words.map((line) => `\n  ${line}`).join('');
}

/** After a run; to show all of it is the work of diff. */
function firstOf(words: readonly string[]): string {
  const more = words.length - SHOWN;
  return linesOf(words.slice(0, SHOWN)) + (more > 0 ? `\n  and ${more} more` : '');
}

export const drift = defineRule({
  code: 'drift',
  severity: 'error',
  explain: `drizzle-guard diff compares what a database holds with what its migrations give on a throw-away database, or with another database (--with), and something differs.

After applying, migrate compares in the same way. Something differs that did not before: the migrations ran and are recorded, and yet the database is not what they say. Usually CREATE … IF NOT EXISTS or a block that passes over errors found something else of that name, which somebody had made by hand; or somebody changed the database while they ran.

The migrations stay recorded: their SQL did run, and running it again would not help.

Way out: see in the database what is there in place of what the migrations make. Where that can go, or can be changed into it, write the statements as a new migration (drizzle-guard generate --custom), made so that they do nothing where all is right already: other databases run it too. Where the database is right, change the schema and generate. What has to stay as it is can be waived, or "checks": { "drift": "warning" } in drizzle-guard.json keeps it from failing.

What differed before the run is told as a number, and is no finding. At most "proofLimit" of drizzle-guard.json (10s) is waited for it; what cannot be compared is told as "not verified".

Compared are tables, columns, keys, constraints, indexes, views, triggers, functions and procedures; of Postgres also enums, domains, sequences, policies, schemas, and extensions by their name. Views and functions that hold queries are compared by name alone where the database's major version of Postgres is not that of the throw-away one, because Postgres prints them otherwise; diff lists those. Left out, and listed by diff, is what the migrations have nothing to do with: schemas in which none of them makes anything, extensions that none creates, and what tablesFilter and schemaFilter of the drizzle config take out and no migration makes. Never compared are rows, the order of columns, comments, owners, grants, roles, partitions, composite types, aggregates, event triggers and publications.`,
  effect: 'the database is not what its migrations say, and the next one may fail there',
  find: {
    run: ({ differences }) =>
      differences.length === 0
        ? []
        : [
            {
              message: `since this run the database is not what its migrations give:${firstOf(differences)}`,
              details: [...differences],
              help: 'the migrations stay recorded; see what stood in their way, and mend it with a new migration (`drizzle-guard generate --custom`)',
            },
          ],
    comparison: ({ differences, with: other }) =>
      differences.length === 0
        ? []
        : [
            {
              message: `${other === null ? 'the database is not what its migrations give' : `the two databases are not the same`}:${linesOf(differences)}`,
              details: [...differences],
              help:
                other === null
                  ? 'where the database is right, change the schema and run `drizzle-guard generate`; where the migrations are, mend it with a new one (`drizzle-guard generate --custom`)'
                  : 'see which of the two is right: `drizzle-guard diff` compares each with its own migrations',
            },
          ],
  },
});
