import { defineRule } from '../rule';

const SHOWN = 6;

export const unstableSchema = defineRule({
  code: 'unstable-schema',
  severity: 'error',
  explain: `The schema gives another state each time it is evaluated, usually because a default is computed while the file is loaded: .default(new Date()), .default(randomUUID()). Each run of drizzle-kit generate would write one more migration that sets the default to the time, or the number, of that run, and no two would agree.

Way out: a constant; or what the database computes for each row (.defaultNow(), .default(sql\`gen_random_uuid()\`)); or what the application computes for each row (.$defaultFn(() => new Date())). Then run drizzle-guard generate once more.`,
  effect: 'no migration can ever match the schema',
  find: {
    schema({ database, file, unstable = [] }) {
      if (unstable.length === 0) return [];
      const lines = unstable.slice(0, SHOWN).map((line) => `\n  ${line}`);
      if (unstable.length > SHOWN) lines.push(`\n  and ${unstable.length - SHOWN} more`);
      return [
        {
          file,
          message: `the schema of ${database} gives another state at each evaluation:${lines.join('')}`,
          details: [...unstable],
          help: 'use a constant, or let it be computed for each row: `.defaultNow()`, `` .default(sql`…`) ``, `.$defaultFn(() => …)`; no migration can match it before',
        },
      ];
    },
  },
});
