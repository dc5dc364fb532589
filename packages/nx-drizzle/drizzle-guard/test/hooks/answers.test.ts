import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot, sampleOf } from 'testkit';
import { describe, expect, test } from 'vitest';
import { schemaWith, withDb } from './fixtures';
import { evaluations, INPUTS, MARK, NEW_COLUMN, preCommit, SCHEMA, stage } from './verdict-inputs';

describe('a kept verdict is not used when there is a change of', () => {
  test.each(sampleOf(Object.entries(INPUTS), 5))(
    '%s',
    async (_, { files, installed, change, env, says, exitCode = 1 }) => {
      await withDb(
        (repository) => {
          mkdirSync(path.join(repository.dir, 'db/node_modules'));
          symlinkSync('../../shared', path.join(repository.dir, 'db/node_modules/shared'));
          repository.write(installed ?? {});
          stage(repository, { 'notes.ts': 'export {};\n' });
          expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
          const before = evaluations(repository);
          expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
          expect(evaluations(repository)).toBe(before);
          change(repository);
          const after = preCommit(repository, env);
          expect(after.stderr).toContain(says);
          expect(after.exitCode).toBe(exitCode);
          expect(evaluations(repository)).toBeGreaterThan(before);
          expect(preCommit(repository, env)).toMatchObject({ exitCode, stderr: after.stderr });
        },
        { [SCHEMA]: MARK + schemaWith(), ...files },
      );
    },
  );

  test('drizzle-guard.json: severities', async () => {
    await withDb((repository) => {
      stage(repository, { [SCHEMA]: MARK + schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      stage(repository, { 'drizzle-guard.json': '{ "checks": { "stale-schema": "warning" } }' });
      const warned = preCommit(repository);
      expect(warned.stderr).toContain('warning[stale-schema]');
      expect(warned.exitCode).toBe(0);
      stage(repository, { 'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
      stage(repository, { 'drizzle-guard.json': '{}' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
    });
  });

  test('drizzle-kit', async () => {
    await withDb(
      (repository) => {
        const kit = path.join(repository.dir, 'db/node_modules/drizzle-kit');
        cpSync(path.join(repositoryRoot, 'node_modules/drizzle-kit'), kit, { recursive: true });
        stage(repository, { 'notes.ts': 'export {};\n' });
        preCommit(repository);
        preCommit(repository);
        expect(evaluations(repository)).toBe(1);
        const manifest = path.join(kit, 'package.json');
        writeFileSync(
          manifest,
          readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, '"version": "0.99.0"'),
        );
        expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
        expect(evaluations(repository)).toBe(2);
      },
      { [SCHEMA]: MARK + schemaWith() },
    );
  });
});

/** A file of the cache as it is written: its key, the length of what it holds, and that. */
const kept = (text: string) => `KEY\n${text.length}\n${text}`;
const SOUND = { inputs: { files: {}, folders: {}, globs: {} }, disk: {}, environment: {} };
const DEEP = JSON.stringify({
  discoveries: [],
  judged: { db: [{ ...SOUND, value: { folder: {}, parts: [{ about: 'structure' }] } }] },
});

describe('without a store that can be used', () => {
  test.each(
    sampleOf(
      [
        ['damaged', 'not JSON {'],
        ['of another shape', kept('{"discoveries":5,"judged":[]}')],
        ['of another shape below', kept('{"discoveries":[{"inputs":{},"value":{}}],"judged":{"db":[{}]}}')],
        ['of another shape deep below', kept(DEEP)],
        ['empty', ''],
      ],
      2,
    ),
  )('%s: the answer is right', async (_, text) => {
    await withDb((repository) => {
      const file = path.join(repository.dir, '.git/drizzle-guard/answers.json');
      stage(repository, { [SCHEMA]: schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      const [key] = readFileSync(file, 'utf8').split('\n');
      for (const name of ['answers', 'heads'])
        writeFileSync(file.replace('answers', name), text.replace('KEY', key!));
      const run = preCommit(repository);
      expect(run.stderr).toContain(NEW_COLUMN);
      expect(run.exitCode).toBe(1);
    });
  });

  test('heads of snapshots of another shape, for the very files that there are: the answer is right', async () => {
    await withDb((repository) => {
      const file = path.join(repository.dir, '.git/drizzle-guard/heads.json');
      const refill = (shape: (head: object) => unknown) => {
        const [key, , text] = readFileSync(file, 'utf8').split('\n') as [string, string, string];
        const pairs = JSON.parse(text) as [string, object][];
        expect(pairs.length).toBeGreaterThan(2);
        const other = JSON.stringify(pairs.map(([id, head]) => [id, shape(head)]));
        writeFileSync(file, `${key}\n${other.length}\n${other}`);
      };
      stage(repository, { [SCHEMA]: schemaWith('tag') });
      const shapes = [
        () => ({}),
        (head: object) => ({ ...head, parents: undefined, prevId: '0' }),
        (head: object) => ({ head }),
        () => null,
      ];
      for (const shape of sampleOf(shapes, 2)) {
        rmSync(path.dirname(file), { recursive: true, force: true });
        expect(preCommit(repository).exitCode).toBe(1);
        refill(shape);
        rmSync(file.replace('heads', 'answers'));
        const run = preCommit(repository);
        expect(run.stderr).toContain(NEW_COLUMN);
        expect(run.exitCode).toBe(1);
      }
    });
  });

  test('it cannot be written: the answer is right', async () => {
    await withDb((repository) => {
      rmSync(path.join(repository.dir, '.git/drizzle-guard'), { recursive: true, force: true });
      repository.write({ '.git/drizzle-guard': 'a file where the folder should be' });
      stage(repository, { [SCHEMA]: schemaWith('tag') });
      expect(preCommit(repository)).toMatchObject({ exitCode: 1 });
      stage(repository, { [SCHEMA]: schemaWith(), 'notes.ts': '' });
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    });
  });
});
