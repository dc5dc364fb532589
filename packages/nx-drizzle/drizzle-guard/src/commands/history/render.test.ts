import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrawnMigration } from './drawn-migrations';
import { renderHistory } from './render';
import { styleFor } from '../../report/style';

/** The drawing of one database that has nothing but these migrations. */
function drawn(migrations: DrawnMigration[]): string[] {
  const database = { name: 'db', dir: 'db', dialect: null, layout: null, findings: [], notChecked: [] };
  const result = { ...database, base: 'main', whyNoBase: null, migrations, notDrawn: [] };
  const text = renderHistory({ command: 'history', databases: [result] }, styleFor(false, {}));
  return text.trimEnd().split('\n').slice(1);
}

const migration = fc.record({
  landed: fc.boolean(),
  here: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
  late: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.boolean()),
  isFork: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.boolean()),
  isMarked: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.boolean()),
});

/** Long lines, now and then with something to them; a fork continues the one but last. */
const histories = fc
  .array(fc.tuple(migration, fc.integer({ min: 1, max: 20 })), { maxLength: 12 })
  .map((runs) =>
    runs
      .flatMap(([one, times]) => [
        one,
        ...Array.from({ length: times }, () => ({ ...one, isFork: false, isMarked: false })),
      ])
      .map(({ landed, here, late, isFork, isMarked }, at): DrawnMigration => ({
        migration: `m${at}`,
        madeAt: '2026-01-01T00:00:00.000Z',
        landed,
        here,
        late,
        parents: at === 0 ? [] : [`m${Math.max(0, at - (isFork ? 2 : 1))}`],
        marks: isMarked ? ['edited'] : [],
      })),
  );

test('each migration is drawn or counted, the ends and what is special are drawn, and no line counts one alone', () => {
  fc.assert(
    fc.property(histories, (migrations) => {
      const lines = drawn(migrations);
      const shown = lines.flatMap((line) => / 2026-01-01 (\w+)/.exec(line)?.[1] ?? []);
      const counted = lines.flatMap((line) => {
        const [, count, oldest, newest] = /(\d+) more in line, m(\d+) to m(\d+)/.exec(line) ?? [];
        return count === undefined ? [] : [{ count: +count, oldest: +oldest!, newest: +newest! }];
      });
      for (const { count, oldest, newest } of counted)
        expect([count, count > 1]).toEqual([newest - oldest + 1, true]);
      const left = counted.flatMap(({ count, oldest }) =>
        Array.from({ length: count }, (_, at) => `m${oldest + at}`),
      );
      expect([...shown, ...left].sort()).toEqual(migrations.map((one) => one.migration).sort());
      const special = migrations.filter(
        ({ marks }, at) => marks.length > 0 || at === 0 || at === migrations.length - 1,
      );
      expect(shown).toEqual(expect.arrayContaining(special.map((one) => one.migration)));
    }),
  );
});

test('what stands in a stretch that is left out is all of one kind', () => {
  const line = Array.from({ length: 24 }, (_, at): DrawnMigration => ({
    migration: `m${at}`,
    madeAt: null,
    landed: at < 12,
    here: true,
    late: false,
    parents: at === 0 ? [] : [`m${at - 1}`],
    marks: [],
  }));
  expect(`\n${drawn(line).join('\n')}\n`).toMatchInlineSnapshot(`
    "
      o no date m23  not landed
      o no date m22  not landed
      o no date m21  not landed
      o no date m20  not landed
      : 4 more in line, m16 to m19  not landed
      o no date m15  not landed
      o no date m14  not landed
      o no date m13  not landed
      o no date m12  not landed
      * no date m11  landed
      * no date m10  landed
      * no date m9  landed
      * no date m8  landed
      : 4 more in line, m4 to m7  landed
      * no date m3  landed
      * no date m2  landed
      * no date m1  landed
      * no date m0  landed
    "
  `);
});
