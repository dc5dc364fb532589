import { describe, expect, test } from 'vitest';
import { databaseCalled } from '../../test/judgements';
import { memoryTree } from '../sources/memory-tree';
import type { Database } from '../workspace/discover';
import { settleCwd } from './settle-cwd';

const written = { schema: ['./src/schema.ts'], out: './drizzle' };
const settle = (files: string[], database: Partial<Database>, paths = written) =>
  settleCwd(
    memoryTree(Object.fromEntries(files.map((file) => [file, '']))),
    databaseCalled('billing', { stated: null, ...database }),
    paths,
  );
const LIB = {
  dir: 'libs/billing',
  configFile: 'libs/billing/drizzle.config.ts',
  cwds: ['libs/billing', '.'],
};

describe('a project without a package.json', () => {
  test('from the folder of the project', async () => {
    expect(await settle(['libs/billing/src/schema.ts'], LIB)).toBe('libs/billing');
  });

  test('from the root, with its own folder in the paths', async () => {
    const paths = { schema: ['./libs/billing/src/*.ts'], out: 'libs/billing/drizzle' };
    expect(await settle(['libs/billing/src/schema.ts'], LIB, paths)).toBe('.');
  });

  test('the schema decides; a folder of migrations of that name may be another database’s', async () => {
    expect(await settle(['libs/billing/src/schema.ts', 'drizzle/meta/_journal.json'], LIB)).toBe(
      'libs/billing',
    );
  });

  test('where there is no schema the migrations decide', async () => {
    expect(await settle(['drizzle/meta/_journal.json'], LIB, { schema: [], out: 'drizzle' })).toBe('.');
  });

  test('nothing is there yet: the most likely', async () => {
    expect(await settle([], LIB)).toBe('libs/billing');
  });

  test('both there: asked, with the lines to add', async () => {
    await expect(settle(['libs/billing/src/schema.ts', 'src/schema.ts'], LIB)).rejects.toMatchObject({
      code: 'ambiguous-folder',
      message:
        'the paths in libs/billing/drizzle.config.ts lead to files from libs/billing to libs/billing/src/schema.ts, and from the root to src/schema.ts',
      help: 'say in drizzle-guard.json where drizzle-kit is run: `"databases": { "billing": { "dir": "libs/billing", "config": "drizzle.config.ts", "cwd": "libs/billing" } }` or `"databases": { "billing": { "dir": "libs/billing", "config": "drizzle.config.ts", "cwd": "." } }`',
    });
  });
});

describe('a package with its config beside its package.json', () => {
  const manifest = 'libs/billing/package.json';

  test('its own files win over those of the same name at the root', async () => {
    expect(await settle([manifest, 'libs/billing/src/schema.ts', 'src/schema.ts'], LIB)).toBe('libs/billing');
    expect(await settle([manifest, 'libs/billing/drizzle/0000_a.sql', 'src/schema.ts'], LIB)).toBe(
      'libs/billing',
    );
  });

  test('a schema that is not there yet is not the one of the root', async () => {
    expect(await settle([manifest, 'src/schema.ts', 'drizzle/0000_a.sql'], LIB)).toBe('libs/billing');
  });

  test('paths from the root that lead back into it count from there', async () => {
    const paths = { schema: ['libs/billing/src/schema.ts'], out: 'drizzle' };
    expect(await settle([manifest, 'libs/billing/src/schema.ts'], LIB, paths)).toBe('.');
  });
});

test('what drizzle-guard.json says is not looked into', async () => {
  const files = ['libs/billing/src/schema.ts', 'src/schema.ts'];
  expect(await settle(files, { ...LIB, cwds: ['.'] })).toBe('.');
});
