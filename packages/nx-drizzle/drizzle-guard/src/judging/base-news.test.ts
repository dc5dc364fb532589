import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import { baseFindings, finding } from '../../test/judgements';
import type { FoldersHistory, JournalHistory } from '../history/history';
import type { Finding } from '../rules/finding';
import { baseNews } from './news-of-base';

const MINE = '0002_mine';
const late = finding('late-migration', { migration: MINE });
const fork = finding('forked-history', { migration: MINE });
const open = finding('unmerged-fork', { migration: MINE, severity: 'warning' });
const removed = finding('removed-migration', { migration: '0001_b' });
const warned = (one: Finding) => ({ ...one, severity: 'warning' });

const journal: JournalHistory = await historyOf(['0000_a', '0001_b', MINE]);
const folders: FoldersHistory = await folderHistoryOf([
  '20260101000000_a',
  '20260102000000_b',
  '20260103000000_mine',
]);

const GIVEN = { added: null, isAssumed: false, forkBlocks: false, ofLanded: [] };
const beside = (history: JournalHistory | FoldersHistory) => ({ history, mine: history.migrations.slice(2) });

describe('a late migration', () => {
  test('stops, where it is known what has landed', () => {
    expect(baseNews([late], beside(journal), GIVEN)).toEqual({ blocking: [late], warnings: [] });
    expect(baseNews([late], beside(folders), GIVEN)).toEqual({ blocking: [late], warnings: [] });
  });

  test('stops beside the other side of a merge too in the journal layout: one of the two will be skipped', () => {
    const news = baseNews([late], beside(journal), { ...GIVEN, isAssumed: true });
    expect(news).toEqual({ blocking: [late], warnings: [] });
  });

  test('is a warning there in the folders layout: one of two branches is always the older one', () => {
    const news = baseNews([late], beside(folders), { ...GIVEN, isAssumed: true });
    expect(news).toEqual({ blocking: [], warnings: [warned(late)] });
  });

  test('that was late before, where the base has not come in, is only told', () => {
    const before = { ...GIVEN, lateBefore: [MINE] };
    expect(baseNews([late], beside(journal), before)).toEqual({ blocking: [], warnings: [warned(late)] });
    expect(baseNews([late], beside(folders), { ...GIVEN, lateBefore: ['0009_other'] }).blocking).toEqual([
      late,
    ]);
  });

  test('that the change does not add is not its doing', () => {
    const others = { ...GIVEN, added: new Set(['0009_other']) };
    expect(baseNews([late], beside(journal), others)).toEqual({ blocking: [], warnings: [] });
    expect(baseNews([late], beside(journal), { ...GIVEN, added: new Set([MINE]) }).blocking).toEqual([late]);
  });
});

describe('a fork with the base', () => {
  test('is a warning, where the next merge may close it', () => {
    expect(baseNews([fork], beside(journal), GIVEN)).toEqual({ blocking: [], warnings: [warned(fork)] });
  });

  test('stops where it is asked to', () => {
    const news = baseNews([fork], beside(journal), { ...GIVEN, forkBlocks: true });
    expect(news).toEqual({ blocking: [fork], warnings: [] });
  });

  test('that is a warning never stops', () => {
    const news = baseNews([open], beside(folders), { ...GIVEN, forkBlocks: true });
    expect(news).toEqual({ blocking: [], warnings: [open] });
  });

  test('is news of the change that adds one of its migrations, whichever it names', () => {
    const both = { history: journal, mine: journal.migrations.slice(1) };
    expect(baseNews([fork], both, { ...GIVEN, added: new Set(['0001_b']) }).warnings).toEqual([warned(fork)]);
    expect(baseNews([fork], both, { ...GIVEN, added: new Set() }).warnings).toEqual([]);
    expect(baseNews([fork], both, { ...GIVEN, added: new Set(['0000_a']) }).warnings).toEqual([]);
  });

  test('of numbers alone is told with the fork, and not by itself', () => {
    const prefix = finding('duplicate-prefix', { migration: MINE });
    expect(baseNews([prefix], beside(journal), GIVEN)).toEqual({ blocking: [], warnings: [] });
  });
});

describe('what was done to landed migrations', () => {
  test('stops, and comes first', () => {
    const news = baseNews([removed, late], beside(journal), { ...GIVEN, ofLanded: [removed] });
    expect(news.blocking).toEqual([removed, late]);
  });

  test('is only told where the change itself did it', () => {
    expect(baseNews([removed], beside(journal), GIVEN)).toEqual({ blocking: [], warnings: [] });
  });
});

describe('laws', () => {
  const given = fc.record({
    added: fc.option(fc.subarray(['0000_a', '0001_b', MINE]).map((tags) => new Set(tags))),
    isAssumed: fc.boolean(),
    forkBlocks: fc.boolean(),
  });
  const history = fc.constantFrom<JournalHistory | FoldersHistory>(journal, folders);

  test('nothing is invented, nothing said twice, and what warns is a warning', () => {
    fc.assert(
      fc.property(baseFindings, given, history, (findings, more, one) => {
        const { blocking, warnings } = baseNews(findings, beside(one), { ...more, ofLanded: [] });
        const said = [...blocking, ...warnings];
        const codes = (list: readonly Finding[]) => list.map(({ code, migration }) => `${code} ${migration}`);
        for (const each of new Set(codes(said)))
          expect(codes(said).filter((other) => other === each).length).toBeLessThanOrEqual(
            codes(findings).filter((other) => other === each).length,
          );
        expect(warnings.every(({ severity }) => severity === 'warning')).toBe(true);
        expect(blocking.every((finding) => findings.includes(finding))).toBe(true);
      }),
    );
  });

  test('what a change is about that adds less is less', () => {
    fc.assert(
      fc.property(baseFindings, given, history, (findings, more, one) => {
        const all = baseNews(findings, beside(one), { ...more, added: null, ofLanded: [] });
        const some = baseNews(findings, beside(one), { ...more, ofLanded: [] });
        expect(all.blocking).toEqual(expect.arrayContaining([...some.blocking]));
        expect(all.warnings).toEqual(expect.arrayContaining([...some.warnings]));
      }),
    );
  });

  test('whether a fork stops moves it, and neither adds nor takes anything away', () => {
    fc.assert(
      fc.property(baseFindings, given, history, (findings, more, one) => {
        const count = (forkBlocks: boolean) => {
          const { blocking, warnings } = baseNews(findings, beside(one), {
            ...more,
            forkBlocks,
            ofLanded: [],
          });
          return blocking.length + warnings.length;
        };
        expect(count(true)).toBe(count(false));
      }),
    );
  });
});
