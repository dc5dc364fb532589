import { expect, test } from 'vitest';
import { withDb } from '../hooks/fixtures';
import { type } from '../hooks/advice';

const SQL = 'db/drizzle/0002_first_entry.sql';

test.each([
  ['check', (at: Told) => at.bin(['check'], { in: 'db/src' }).stdout],
  [
    'a document',
    (at: Told) => at.bin(['check', '--json'], { in: 'db/src' }).json().databases[0].findings[0].help,
  ],
  ['a hook', (at: Told) => at.git(['-C', 'db/src', 'commit', '--all', '--message', 'Gone']).stderr],
])('what %s says of a file can be typed in the folder below in which it was told', (_name, told) =>
  withDb((repository) => {
    const before = repository.read(SQL);
    repository.remove(SQL);
    const [, command] = /bring the file back: `([^`]+)`/.exec(told(repository))!;
    expect(type(repository, ['cd db/src', command!])).toMatchObject({ exitCode: 0 });
    expect(repository.read(SQL)).toBe(before);
  }),
);

type Told = Parameters<Parameters<typeof withDb>[0]>[0];
