import { expect, test } from 'vitest';
import { lateInLedger } from './late-migration';

test('names the migration, both times, and the way out', () => {
  const at = (day: number) => Date.UTC(2026, 0, day);
  expect(lateInLedger('db', '0003_tags', at(1), at(2), 'journal')).toMatchInlineSnapshot(`
    {
      "code": "late-migration",
      "help": "if it does not depend on the order, run \`drizzle-guard migrate --database db --late apply\`; if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL)",
      "message": "0003_tags (2026-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-01-02 00:00:00Z): drizzle-orm would skip it in silence",
      "migration": "0003_tags",
    }
  `);
});
