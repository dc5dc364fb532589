import { kitOneModules, withRepository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { inFolder, CONFIG, SCHEMA } from './fixtures';

vi.setConfig({ testTimeout: 120_000 });

const FILES = inFolder('db', {
  'package.json': '{ "name": "db" }',
  'drizzle.config.ts': CONFIG,
  'src/schema.ts': SCHEMA,
});

test('before the first migration the layout is that of the drizzle-kit that will make it', () =>
  withRepository(
    FILES,
    ({ bin, read }) => {
      const run = bin(['init', '--json']);
      expect(run.json().databases).toMatchObject([{ name: 'db', layout: 'folders', migrationCount: 0 }]);
      const lines = read('.gitattributes').split('\n');
      expect(lines).toContain('db/drizzle/**/*.sql text eol=lf');
      expect(lines).toContain('db/drizzle/*/snapshot.json text eol=lf -merge');
      expect(lines.filter((line) => line.includes('meta'))).toEqual([]);
      expect(bin(['generate', '--json']).json().databases).toMatchObject([
        { layout: 'folders', findings: [] },
      ]);
      expect(bin(['init', '--json']).json().edits).toEqual([]);
      bin(['init', '--undo']);
      expect(bin(['init', '--dry-run', '--json']).json().edits).toContainEqual(
        expect.objectContaining({ file: '.gitattributes', isNew: true }),
      );
    },
    kitOneModules(),
  ));
