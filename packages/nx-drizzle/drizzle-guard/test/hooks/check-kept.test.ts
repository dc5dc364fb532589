import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { sampleOf, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { schemaWith, withDb } from './fixtures';
import { evaluations, INPUTS, MARK, NEW_COLUMN, preCommit, SCHEMA, stage } from './verdict-inputs';

const check = (repository: Repository, env: Record<string, string> = {}) => {
  const { exitCode, stdout } = repository.bin(['check'], { env });
  return { exitCode, stdout };
};

describe('check does not evaluate again, until there is a change of', () => {
  test.each(sampleOf(Object.entries(INPUTS), 7))('%s', async (_, { files, installed, change, env }) => {
    await withDb(
      (repository) => {
        mkdirSync(path.join(repository.dir, 'db/node_modules'));
        symlinkSync('../../shared', path.join(repository.dir, 'db/node_modules/shared'));
        repository.write(installed ?? {});
        const first = check(repository);
        expect(first.exitCode).toBe(0);
        const before = evaluations(repository);
        expect(check(repository)).toEqual(first);
        expect(evaluations(repository)).toBe(before);
        change(repository);
        const after = check(repository, env);
        expect(after.stdout).toMatch(/^ {2}error\[/m);
        expect(after.exitCode).toBe(1);
        expect(check(repository, env)).toEqual(after);
      },
      { [SCHEMA]: MARK + schemaWith(), ...files },
    );
  });
});

test('what is not staged counts for check, and not for the hook', async () => {
  await withDb(
    (repository) => {
      repository.write({ [SCHEMA]: MARK + schemaWith('tag') });
      expect(check(repository)).toMatchObject({ exitCode: 1 });
      expect(check(repository).stdout).toContain(NEW_COLUMN);
      // What differs is evaluated once more: it may be another each time.
      expect(evaluations(repository)).toBe(2);
      repository.write({ 'notes.ts': '' });
      repository.prepare('add', 'notes.ts');
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    },
    { [SCHEMA]: MARK + schemaWith() },
  );
});

test('the hook knows what check has judged', async () => {
  await withDb(
    (repository) => {
      stage(repository, { [SCHEMA]: `${MARK}${schemaWith()}// changed\n` });
      expect(check(repository)).toMatchObject({ exitCode: 0 });
      expect(preCommit(repository)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(evaluations(repository)).toBe(1);
    },
    { [SCHEMA]: MARK + schemaWith() },
  );
});
