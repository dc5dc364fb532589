import { describe, expect, test } from 'vitest';
import { faultyContexts } from '../../test/faulty-contexts';
import type { Contexts } from './contexts';
import { ruleOf } from './codes';
import { rulesAbout, type Code } from './index';
import type { About } from './rule';
import { findingsAbout, type Severities } from './run';

const ABOUT = Object.keys(rulesAbout) as About[];

/** What is found of a kind in all that is faulty of it. */
async function foundOf<A extends About>(about: A, severities: Severities = {}, database = 'shop') {
  const contexts: Contexts[A][] = await faultyContexts(about);
  return contexts.flatMap((context) => findingsAbout(about, context, database, severities));
}

describe.each(ABOUT)('about %s', (about) => {
  const codes = rulesAbout[about].map(({ code, severity }) => [code as Code, severity] as const);

  test('each finding is as grave as its rule says, where nothing is configured', async () => {
    const all = await foundOf(about);
    expect(all.length).toBeGreaterThan(0);
    for (const { code, severity } of all) expect(severity).toBe(ruleOf(code).severity);
  });

  test.each(codes)('%s switched off finds nothing, and all others what they found', async (code) => {
    const all = await foundOf(about);
    expect(await foundOf(about, { [code]: 'off' })).toEqual(all.filter((finding) => finding.code !== code));
  });

  test.each(codes)(
    '%s is as grave as the configuration says, and the others as they were',
    async (code, usual) => {
      const other = usual === 'error' ? 'warning' : 'error';
      const all = await foundOf(about);
      expect(await foundOf(about, { [code]: other })).toEqual(
        all.map((finding) => (finding.code === code ? { ...finding, severity: other } : finding)),
      );
    },
  );

  test('the configuration may leave a code open', async () => {
    const open = Object.fromEntries(codes.map(([code]) => [code, undefined]));
    expect(await foundOf(about, open)).toEqual(await foundOf(about));
  });

  test('each finding is in the database that was asked about', async () => {
    const all = await foundOf(about, {}, 'blog');
    expect(all).toEqual((await foundOf(about)).map((finding) => ({ ...finding, database: 'blog' })));
    expect(new Set(all.map(({ database }) => database))).toEqual(new Set(['blog']));
  });

  test('what is switched off altogether finds nothing at all', async () => {
    expect(await foundOf(about, Object.fromEntries(codes.map(([code]) => [code, 'off'])))).toEqual([]);
  });
});
