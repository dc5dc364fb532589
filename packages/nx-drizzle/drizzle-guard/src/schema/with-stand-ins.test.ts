import { expect, test } from 'vitest';
import { ALL_NAMES } from './protocol';
import { NotEvenWithStandIns, withStandIns } from './with-stand-ins';

/** Runs code that asks for its variables, and tells what it was given and how often it ran. */
async function tried<T>(
  code: (read: (name: string) => string | undefined, list: () => string[]) => T,
  hasStandIns = true,
  given: Record<string, string> = {},
) {
  const values = new Map(Object.entries(given));
  const missed = new Set<string>();
  let runs = 0;
  const read = (name: string) => {
    if (!values.has(name)) missed.add(name);
    return values.get(name);
  };
  const environment = {
    missed,
    isSet: (name: string) => values.has(name),
    set: (name: string, value: string | undefined) =>
      void (value === undefined ? values.delete(name) : values.set(name, value)),
    reset() {
      missed.clear();
      values.clear();
      for (const [name, value] of Object.entries(given)) values.set(name, value);
    },
  };
  const run = async () => {
    runs += 1;
    return code(read, () => {
      missed.add(ALL_NAMES);
      return [...values.keys()];
    });
  };
  const wordsOf = (thrown: unknown) => String(thrown);
  const found = await withStandIns({ environment, hasStandIns, dialect: 'postgresql', run, wordsOf });
  return { ...found, runs, now: Object.fromEntries(values) };
}

const throws = (words: string): never => {
  throw new Error(words);
};

test('what lacks nothing runs once, and what it reads in vain is told', async () => {
  expect(await tried((read) => read('A') ?? 'default')).toMatchObject({
    ...{ value: 'default', standIns: [], unset: ['A'], runs: 1 },
  });
});

test('what it is given already is no stand-in', async () => {
  const { value, standIns } = await tried((read) => read('A') ?? throws('A'), true, { A: 'mine' });
  expect([value, standIns]).toEqual(['mine', []]);
});

test('one after another, as each is missed', async () => {
  const { standIns, value } = await tried(
    (read) => ['A_URL', 'B_KEY', 'C_PORT'].map((name) => read(name) ?? throws(`${name} is missing`)).length,
  );
  expect([standIns, value]).toEqual([['A_URL', 'B_KEY', 'C_PORT'], 3]);
});

test('all that was read, where nothing is named; but only what is needed stays', async () => {
  const { standIns, value, now } = await tried((read) => {
    const out = read('OUT') ?? './drizzle';
    return read('ONE') && read('TWO') ? out : throws('incomplete');
  });
  expect([standIns, value]).toEqual([['ONE', 'TWO'], './drizzle']);
  expect(Object.keys(now)).toEqual(['ONE', 'TWO']);
});

test('of two of which one will do, one', async () => {
  const { standIns } = await tried((read) => read('URL_A') ?? read('URL_B') ?? throws('URL_A or URL_B'));
  expect(standIns).toHaveLength(1);
});

test('another value, where the first is refused', async () => {
  const { standIns } = await tried((read) => {
    if (read('LEVEL') !== 'beta') throws(`LEVEL: expected one of 'beta' | 'gamma'`);
    if (!/^\d+$/.test(read('WIDTH') ?? '')) throws('no width');
  });
  expect(standIns).toEqual(['LEVEL', 'WIDTH']);
});

test('names that are only named, where it looked at a list of all', async () => {
  const { standIns } = await tried((_read, list) => list().includes('SHOP_TOKEN') || throws('SHOP_TOKEN?'));
  expect(standIns).toEqual(['SHOP_TOKEN']);
});

test('what is there stays as it is, whatever is said of it', async () => {
  const code = (_read: unknown, list: () => string[]) =>
    throws(`I see ${list().join(' ')}, and no SHOP_TOKEN`);
  await expect(tried(code, true, { HOME: '/home/ada', LC_ALL: 'C' })).rejects.toMatchObject({
    wanted: { standIns: ['SHOP_TOKEN'] },
  });
});

test('what tools ask for stays as it is', async () => {
  const { standIns, now } = await tried((read) => {
    for (const name of ['NODE_DEBUG', 'NO_COLOR', 'SKIP_ENV_VALIDATION', 'CI', 'DOTENV_KEY']) read(name);
    return read('A') ?? throws('oops');
  });
  expect([standIns, Object.keys(now)]).toEqual([['A'], ['A']]);
});

test.each([
  ['nothing helps', true],
  ['none are allowed', false],
])('where %s, it is told what was thrown and what was read', async (_name, hasStandIns) => {
  const failed = await tried((read) => throws(read('A') ? 'still not' : 'A is not set'), hasStandIns).catch(
    (thrown: unknown) => thrown as NotEvenWithStandIns,
  );
  expect(failed).toBeInstanceOf(NotEvenWithStandIns);
  expect(failed).toMatchObject({
    first: { message: 'A is not set' },
    last: { message: hasStandIns ? 'still not' : 'A is not set' },
    wanted: hasStandIns ? { standIns: ['A'], unset: [] } : { standIns: [], unset: ['A'] },
  });
});

test('what has nothing to do with variables is not tried again', async () => {
  let runs = 0;
  const code = () => {
    runs += 1;
    return throws('not today');
  };
  await expect(tried(code)).rejects.toBeInstanceOf(NotEvenWithStandIns);
  expect(runs).toBe(1);
});
