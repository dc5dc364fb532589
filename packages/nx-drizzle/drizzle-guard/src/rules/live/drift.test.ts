import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';

const table = (number: number) => `table public.t${number} is in the migrations and not in the database`;

test('says what differs since the run', () => {
  expect(found('run', { differences: [table(1)] })).toMatchInlineSnapshot(`
    [
      {
        "code": "drift",
        "details": [
          "table public.t1 is in the migrations and not in the database",
        ],
        "help": "the migrations stay recorded; see what stood in their way, and mend it with a new migration (\`drizzle-guard generate --custom\`)",
        "message": "since this run the database is not what its migrations give:
      table public.t1 is in the migrations and not in the database",
      },
    ]
  `);
});

test('of many the first are shown, and all are data', () => {
  const differences = Array.from({ length: 12 }, (_, number) => table(number));
  const [finding] = found('run', { differences });
  expect(finding!.message.split('\n')).toHaveLength(10);
  expect(finding!.message).toMatch(/\n {2}and 4 more$/);
  expect(finding!.details).toEqual(differences);
});

test('diff shows all of them', () => {
  const differences = Array.from({ length: 12 }, (_, number) => table(number));
  const [finding] = found('comparison', { differences, with: null });
  expect(finding!.message.split('\n').slice(1)).toEqual(differences.map((line) => `  ${line}`));
});

test('where nothing differs there is nothing to find', () => {
  expect(found('run', { differences: [] })).toEqual([]);
});

test('the help is the way out', async () => {
  const [finding] = found('run', { differences: [table(1)] });
  const history = await historyOf(['0000_a']);
  expect(effectOf(finding!, history)).toBe(
    'the database is not what its migrations say, and the next one may fail there',
  );
  expect(wayOutOf(finding!, history)).toEqual([finding!.help]);
});
