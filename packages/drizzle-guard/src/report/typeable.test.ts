import { expect, it } from 'vitest';
import { asTyped, typeable, withTyped } from './typeable';

const PNPM = { manager: 'pnpm', prefix: 'pnpm exec ' } as const;
const YARN = { manager: 'yarn', prefix: 'yarn ' } as const;
const BUN = { manager: 'bun', prefix: 'bunx ' } as const;
const BELOW = { manager: 'npm', prefix: "'the server/node_modules/.bin'/" } as const;

it.each([
  ['drizzle-guard check', 'npx drizzle-guard check'],
  [
    'run `drizzle-guard --help`, or `drizzle-guard <command> --help`',
    'run `npx drizzle-guard --help`, or `npx drizzle-guard <command> --help`',
  ],
  ['git add x && drizzle-kit up', 'git add x && npx drizzle-kit up'],
  ['install drizzle-kit 1.0 and drizzle-guard', 'install drizzle-kit 1.0 and drizzle-guard'],
  ['npx drizzle-guard check', 'npx drizzle-guard check'],
])('typeable(%j)', (text, expected) => {
  expect(typeable(text)).toBe(expected);
});

it.each([
  ['  npx drizzle-guard check', PNPM, '  pnpm exec drizzle-guard check'],
  ['  npx drizzle-guard check', BELOW, "  'the server/node_modules/.bin'/drizzle-guard check"],
  ['git add x && npx drizzle-kit up', YARN, 'git add x && yarn drizzle-kit up'],
  ['`npx nuxi prepare` makes it', BUN, '`bunx nuxi prepare` makes it'],
  ['`npx nuxi prepare` makes it', BELOW, '`npx nuxi prepare` makes it'],
  ['install it (`npm install --save-dev @a/b`)', PNPM, 'install it (`pnpm add -D @a/b`)'],
  ['install it (`npm install drizzle-orm`)', YARN, 'install it (`yarn add drizzle-orm`)'],
  ['`npm install`, `npm ci`', BUN, '`bun install`, `bun install`'],
  ['(cd server && npm install)', YARN, '(cd server && npm install)'],
  ['+ "prepare": "npx husky"', PNPM, '+ "prepare": "npx husky"'],
  ['npm installs and npx runs it', PNPM, 'npm installs and npx runs it'],
])('%j in another place', (text, typing, expected) => {
  expect(asTyped(text, () => typing)).toBe(expected);
});

const IN_FOLDER = { manager: 'npm', prefix: 'npx ', toRoot: '../..' } as const;

it.each([
  [
    'bring it back: `git restore -- a/b.sql`; or `rm c`',
    'bring it back: `(cd ../.. && git restore -- a/b.sql)`; or `(cd ../.. && rm c)`',
  ],
  ['`git show main:a > a`', '`(cd ../.. && git show main:a > a)`'],
  ["`mv 'b`c/x' d`", "`(cd ../.. && mv 'b`c/x' d)`"],
  [
    '`git merge --abort`, `git add` and `git log` take no path',
    '`git merge --abort`, `git add` and `git log` take no path',
  ],
  ['cd ../..\n  git restore -- a/b.sql', 'cd ../..\n  git restore -- a/b.sql'],
  ['run `npx drizzle-guard check`', 'run `npx drizzle-guard check`'],
])('%j in a folder below', (text, expected) => {
  const once = asTyped(text, () => IN_FOLDER);
  expect(once).toBe(expected);
  expect(asTyped(once, () => IN_FOLDER)).toBe(expected);
});

it('does not look where nothing is to be typed', () => {
  const look = () => {
    throw new Error('looked');
  };
  expect(asTyped('nothing found\n', look)).toBe('nothing found\n');
  expect(withTyped({ help: 'commit it', name: 'npx ' }, look)).toEqual({ help: 'commit it', name: 'npx ' });
});

it('words of a result and nothing else of it are typed', () => {
  const result = {
    target: 'drizzle-guard x',
    findings: [{ help: 'run `drizzle-guard x`', message: 'drizzle-kit x: `npx a`' }],
    notes: ['drizzle-guard x'],
  };
  expect(withTyped(result, () => YARN)).toEqual({
    target: 'drizzle-guard x',
    findings: [{ help: 'run `yarn drizzle-guard x`', message: 'drizzle-kit x: `yarn a`' }],
    notes: ['yarn drizzle-guard x'],
  });
});
