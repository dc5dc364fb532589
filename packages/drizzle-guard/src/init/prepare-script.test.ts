import { describe, expect, it } from 'vitest';
import { huskyFolderOf, withHusky } from './prepare-script';

describe('withHusky', () => {
  it.each([
    [undefined, 'husky && drizzle-guard hook install'],
    ['', 'husky && drizzle-guard hook install'],
    ['husky', 'husky && drizzle-guard hook install'],
    ['husky install', 'husky install && drizzle-guard hook install'],
    ['npx husky', 'npx husky && drizzle-guard hook install'],
    ['node tools/build.mjs', 'node tools/build.mjs && husky && drizzle-guard hook install'],
    ['husky || true', 'husky && drizzle-guard hook install || true'],
    ['is-ci || husky', 'is-ci || (husky && drizzle-guard hook install)'],
    ['husky && npm run build', 'husky && drizzle-guard hook install && npm run build'],
    ['node_modules/.bin/husky; true', 'node_modules/.bin/husky && drizzle-guard hook install; true'],
    ['panda codegen && husky', 'panda codegen && husky && drizzle-guard hook install'],
  ])('%j becomes %j', (script, expected) => {
    expect(withHusky(script)).toBe(expected);
  });

  it.each([
    'husky && drizzle-guard hook install',
    'npm run build && husky && drizzle-guard hook install || true',
  ])('leaves %j', (script) => {
    expect(withHusky(script)).toBe(script);
  });

  it.each(['node .husky/install.mjs', 'npm run husky:setup'])(
    'does not know where to add to %j',
    (script) => {
      expect(withHusky(script)).toBeNull();
    },
  );
});

describe('huskyFolderOf', () => {
  it.each([
    [undefined, '.husky'],
    ['husky', '.husky'],
    ['husky || true', '.husky'],
    ['husky install', '.husky'],
    ['husky .config/husky', '.config/husky'],
    ['husky ./hooks/ && npm run build', 'hooks'],
  ])('%j: %s', (script, folder) => {
    expect(huskyFolderOf(script)).toBe(folder);
  });
});
