import { describe, expect, it } from 'vitest';
import { huskyFolderOf, runsHusky, withHusky, withoutHusky } from './prepare-script';

const BOTH = 'husky && drizzle-guard hook install || exit 0';
const OURS = '(drizzle-guard hook install || exit 0)';

describe('withHusky', () => {
  it.each([
    [undefined, BOTH],
    ['', BOTH],
    ['node tools/build.mjs', `node tools/build.mjs && (${BOTH})`],
    ['a || b', `(a || b) && (${BOTH})`],
    ['husky', `husky && ${OURS}`],
    ['husky install', `husky install && ${OURS}`],
    ['npx husky', `npx husky && ${OURS}`],
    ['husky && npm run build', `husky && npm run build && ${OURS}`],
    ['husky || true', `(husky || true) && ${OURS}`],
    ['is-ci || husky', `(is-ci || husky) && ${OURS}`],
    ['[ -d .git ] && husky', `[ -d .git ] && husky && ${OURS}`],
    ['node .husky/install.mjs', `node .husky/install.mjs && ${OURS}`],
    ['cd .. && husky server/.husky', `cd .. && husky server/.husky && ${OURS}`],
    ['(a || b) && husky', `((a || b) && husky) && ${OURS}`],
  ])('%j becomes %j, and again what it was', (script, expected) => {
    expect(withHusky(script)).toBe(expected);
    expect(withHusky(expected)).toBe(expected);
    expect(withoutHusky(expected)).toBe(script || undefined);
  });

  it.each([
    ['server', 'cd .. && husky server/.husky && drizzle-guard hook install || exit 0'],
    ['apps/my api', 'cd ../.. && husky "apps/my api/.husky" && drizzle-guard hook install || exit 0'],
  ])('runs husky at the top for %s', (home, expected) => {
    expect(withHusky(undefined, home)).toBe(expected);
    expect(withoutHusky(expected)).toBeUndefined();
    expect(huskyFolderOf(expected)).toBe(`${home}/.husky`);
    expect(withoutHusky(withHusky('npm run build', home)!)).toBe('npm run build');
  });

  it.each([
    ['husky && drizzle-guard hook install', BOTH],
    ['npm run build && husky && drizzle-guard hook install', `npm run build && (${BOTH})`],
  ])('replaces what an earlier version wrote: %j', (script, expected) => {
    expect(withHusky(script)).toBe(expected);
  });

  it.each([
    'npm run build && husky && drizzle-guard hook install || true',
    'is-ci || (husky && drizzle-guard hook install)',
  ])('leaves %j', (script) => {
    expect(withHusky(script)).toBe(script);
  });

  it.each(['npm run build;', 'npm run build &', 'husky # hooks'])('cannot add to %j', (script) => {
    expect(withHusky(script)).toBeNull();
  });
});

describe('withoutHusky', () => {
  it.each([
    ['husky', 'husky'],
    ['husky && drizzle-guard hook install || true', 'husky || true'],
    ['is-ci || (husky && drizzle-guard hook install)', 'is-ci || husky'],
    [`${BOTH} && npm run x`, 'husky || exit 0 && npm run x'],
    [`husky && ${OURS} && npm run x`, 'husky && npm run x'],
  ])('of %j it leaves %j', (script, expected) => {
    expect(withoutHusky(script)).toBe(expected);
  });
});

describe('runsHusky', () => {
  it.each([
    ['husky || exit 0', true],
    ['npx husky', false],
    ['npx --no husky', false],
    ['node .husky/install.mjs', false],
    ['npm run build', false],
  ])('%j: %s', (script, expected) => {
    expect(runsHusky(script)).toBe(expected);
  });
});

describe('huskyFolderOf', () => {
  it.each([
    [undefined, '.husky'],
    ['husky', '.husky'],
    ['husky || true', '.husky'],
    ['husky install', '.husky'],
    ['husky .config/husky', '.config/husky'],
    ['husky ./hooks/ && npm run build', 'hooks'],
    ['cd .. && husky install server/.husky', 'server/.husky'],
  ])('%j: %s', (script, folder) => {
    expect(huskyFolderOf(script)).toBe(folder);
  });
});
