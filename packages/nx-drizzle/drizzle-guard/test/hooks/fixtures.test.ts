import { existsSync } from 'node:fs';
import { withRepository } from 'testkit';
import { expect, test } from 'vitest';
import { db, schemaWith, steps } from './fixtures';

test('the made-up migrations are what drizzle-kit writes', async () => {
  await withRepository(db(), (repository) => {
    repository.write({ 'db/src/schema.ts': schemaWith('author') });
    expect(repository.bin(['generate', '--database', 'db', '--name', 'author']).exitCode).toBe(0);
    repository.write({ 'db/src/schema.ts': schemaWith('author', 'tag') });
    expect(repository.bin(['generate', '--database', 'db', '--name', 'tag']).exitCode).toBe(0);
    const made = steps({ tag: '0003_author', column: 'author' }, { tag: '0004_tag', column: 'tag' });
    const plain = (text: string) =>
      text.replaceAll(/"(id|prevId)": "[^"]+"|"when": \d+/g, '"$1": "<volatile>"');
    for (const [file, text] of Object.entries(made))
      expect(plain(repository.read(file)), file).toBe(plain(text));
  });
});

test('a repository of its own, of which nothing is left', async () => {
  let dir = '';
  await withRepository(db(), (repository) => {
    dir = repository.dir;
    expect(repository.prepare('rev-parse', '--show-toplevel')).toBe(dir);
    expect(repository.prepare('status', '--porcelain')).toBe('');
    expect(repository.prepare('config', 'user.email')).toBe('ada@example.com');
  });
  expect(existsSync(dir)).toBe(false);
  await expect(withRepository({}, ({ prepare }) => void prepare('no-such-command'))).rejects.toThrow('ended');
});
