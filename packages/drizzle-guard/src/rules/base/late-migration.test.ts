import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import { ledgerContext } from '../../../test/ledger-context';

test('names the migration, both times, and the way out', async () => {
  expect(found('live', await ledgerContext('0003_tags', 'late'))).toMatchInlineSnapshot(`
    [
      {
        "code": "late-migration",
        "help": "if it does not depend on the order, run \`drizzle-guard migrate --database db --late apply\`; if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL)",
        "message": "0003_tags (2026-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-01-02 00:00:00Z): drizzle-orm would skip it in silence",
        "migration": "0003_tags",
      },
    ]
  `);
});
