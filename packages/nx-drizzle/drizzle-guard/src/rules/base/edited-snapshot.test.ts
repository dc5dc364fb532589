import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { folderFiles, historyFiles, type Changes } from '../../../test/histories';

type Json = Record<string, unknown>;

const TWO = ['0000_a', '0001_note', '0002_c'];
const FILE = 'drizzle/meta/0001_snapshot.json';
const COLUMN = { type: 'text', primaryKey: false, notNull: false };

/** The text of a landed snapshot, with other things in it. */
function snapshot(file: string, files: Record<string, string>, more: Json): string {
  return JSON.stringify({ ...(JSON.parse(files[file]!) as Json), ...more });
}

const stateWith = (...names: string[]) => ({
  tables: {
    'public.orders': {
      ...{ name: 'orders', schema: '' },
      columns: Object.fromEntries(names.map((name) => [name, { name, ...COLUMN }])),
    },
  },
});
const saying = (...names: string[]): Changes => ({
  [FILE]: snapshot(FILE, historyFiles(TWO), stateWith(...names)),
});

const editedBeside = async (...given: Parameters<typeof beside>) =>
  ofCode('edited-snapshot', found('base', await beside(...given)));

test('a landed snapshot that says another state: what differs, and how to put it back', async () => {
  expect(await editedBeside([TWO, saying('id')], [TWO, saying('id', 'note')])).toMatchInlineSnapshot(`
    [
      {
        "code": "edited-snapshot",
        "details": [
          "table orders: column note is gone",
        ],
        "file": "drizzle/meta/0001_snapshot.json",
        "help": "put it back: \`git restore --source=origin/main --staged --worktree -- drizzle/meta/0001_snapshot.json\`, then \`drizzle-guard generate\` writes what the schema wants otherwise as a new migration; if the SQL gives what it says here, \`drizzle-guard check --base origin/main --replay\` proves it",
        "message": "0001_note is on origin/main with another snapshot than drizzle/meta/0001_snapshot.json is here; databases are made by its SQL, and no migration makes up for the difference:
      table orders: column note is gone",
        "migration": "0001_note",
      },
    ]
  `);
});

test('both what is gone and what is new is an edit, and each has its words', async () => {
  const details = async (here: string[], landed: string[]) =>
    (await editedBeside([TWO, saying(...here)], [TWO, saying(...landed)])).flatMap((one) => one.details);
  expect(await details(['id'], ['id', 'note'])).toEqual(['table orders: column note is gone']);
  expect(await details(['id', 'note'], ['id'])).toEqual(['table orders: column note is new']);
  expect(await details(['id'], ['id'])).toEqual([]);
});

test('only the first few changes are in the message; all are kept', async () => {
  const names = Array.from({ length: 9 }, (_, place) => `c${place}`);
  const [edited] = await editedBeside([TWO, saying('id')], [TWO, saying('id', ...names)]);
  expect(edited!.message.split('\n')).toHaveLength(8);
  expect(edited!.message).toMatch(/\n {2}and 3 more$/);
  expect(edited!.details).toHaveLength(9);
});

test('other ids, another parent, another order and other spaces are no edit', async () => {
  const state = stateWith('id', 'note');
  const text = snapshot(FILE, historyFiles(TWO), { ...state, id: 'other', prevId: 'another', policies: {} });
  const turned = Object.fromEntries(Object.entries(JSON.parse(text) as Json).reverse());
  expect(
    await editedBeside([TWO, { [FILE]: JSON.stringify(turned, null, 7) }], [TWO, saying('id', 'note')]),
  ).toEqual([]);
});

test('what only the base has changed is not laid to this side', async () => {
  const [one, other] = [saying('id'), saying('id', 'note')];
  expect(await editedBeside([TWO, one], [TWO, other], [TWO, one])).toEqual([]);
  expect(await editedBeside([TWO, one], [TWO, other], [TWO, other])).toHaveLength(1);
  // Both have changed it, and not alike.
  expect(await editedBeside([TWO, one], [TWO, other], [TWO, saying('x')])).toHaveLength(1);
  const otherOrder = { [FILE]: snapshot(FILE, historyFiles(TWO), { ...stateWith('id'), id: 'other' }) };
  expect(await editedBeside([TWO, one], [TWO, other], [TWO, otherOrder])).toEqual([]);
});

test('one that has not landed may say anything', async () => {
  expect(await editedBeside([TWO, saying('id')], ['0000_a'])).toEqual([]);
});

test('one that is gone or cannot be read here, and was fine on the base', async () => {
  const [gone] = await editedBeside([TWO, { [FILE]: null }], TWO);
  expect(gone).toMatchObject({
    migration: '0001_note',
    file: FILE,
    message: `${FILE} is not here, and it is on origin/main, where 0001_note has landed with it`,
    help: `put it back: \`git restore --source=origin/main --staged --worktree -- ${FILE}\``,
  });
  for (const text of ['', '<<<<<<< ours', '{"id":1}'])
    expect(await editedBeside([TWO, { [FILE]: text }], TWO)).toMatchObject([
      { message: expect.stringContaining(`${FILE} cannot be read here`) },
    ]);
});

test('what the base itself lacks or cannot read is mended here, and what both lacked before is nobody’s edit', async () => {
  expect(await editedBeside(TWO, [TWO, { [FILE]: null }])).toEqual([]);
  expect(await editedBeside([TWO, saying('id')], [TWO, { [FILE]: '{' }])).toEqual([]);
  expect(await editedBeside([TWO, { [FILE]: null }], TWO, [TWO, { [FILE]: null }])).toEqual([]);
});

test('what was made on top of the other state is made anew', async () => {
  const mine = [...TWO, '0003_mine'];
  const [edited] = await editedBeside([mine, saying('id')], [TWO, saying('id', 'note')]);
  expect(edited!.help).toContain(
    '`git restore --source=origin/main --staged --worktree -- drizzle`, delete what is left of 0003_mine (keep hand-written SQL), then `drizzle-guard generate`',
  );
});

test('where SQL and snapshot were both edited, both are put back', async () => {
  const edited = [TWO, { ...saying('id'), 'drizzle/0001_note.sql': 'other;' }] as const;
  const all = found('base', await beside([...edited], [TWO, saying('id', 'note')]));
  expect(all.map(({ code }) => code)).toEqual(['edited-migration', 'edited-snapshot']);
  expect(all[0]!.help).toBe(
    `put the landed text and its snapshot back: \`git restore --source=origin/main --staged --worktree -- drizzle/0001_note.sql ${FILE}\`, then \`drizzle-guard generate\` writes what the schema wants otherwise as a new migration`,
  );
});

test('of an edit of the SQL alone a snapshot that was only linked anew stays', async () => {
  const linked = {
    [FILE]: snapshot(FILE, historyFiles(TWO), { id: 'other' }),
    'drizzle/0001_note.sql': 'other;',
  };
  const [edited] = found('base', await beside([TWO, linked], TWO));
  expect(edited!.help).toContain('--worktree -- drizzle/0001_note.sql`) and write');
});

const [A, B] = ['20260101000000_a', '20260102000000_b'] as const;

test('of folders: what a snapshot changes', async () => {
  const file = `drizzle/${B}/snapshot.json`;
  const landed = folderFiles([A, B]);
  const row = { schema: 'public', table: 'orders', name: 'note', type: 'text', entityType: 'columns' };
  const more = snapshot(file, landed, { deltas: [{ op: 'create', row }] });
  const told = async (here: Record<string, string>, theirs: Record<string, string>) =>
    ofCode('edited-snapshot', found('base', await besideFiles(here, theirs, theirs))).map(
      ({ migration, file: at, details }) => [migration, at, details],
    );
  const edited = { ...landed, [file]: more };
  expect(await told(edited, landed)).toEqual([[B, file, ['it creates column orders.note']]]);
  expect(await told(landed, edited)).toEqual([[B, file, ['it does not create column orders.note any more']]]);
});

test('an upgrade to folders is no edit, on whichever side', async () => {
  const journal = historyFiles([{ tag: '0000_a', when: Date.UTC(2026, 0, 1) }]);
  const upgraded = folderFiles([A]);
  for (const [here, landed] of [
    [upgraded, journal],
    [journal, upgraded],
  ] as const)
    expect(ofCode('edited-snapshot', found('base', await besideFiles(here, landed, landed)))).toEqual([]);
});

test('an upgrade to folders whose newest landed snapshot says something else: it is made again', async () => {
  const at = (minute: number) => Date.UTC(2026, 0, 1, 0, minute);
  const specs = [
    { tag: '0000_a', when: at(0) },
    { tag: '0001_note', when: at(1) },
  ];
  const file = 'drizzle/meta/0001_snapshot.json';
  const journal = historyFiles(specs, {
    [file]: snapshot(file, historyFiles(specs), stateWith('id', 'note')),
  });
  const [first, second] = ['20260101000000_a', '20260101000100_note'] as const;
  const upgradedWith = (...names: string[]) => {
    const rows = names.map((name) => ({ schema: 'public', table: 'orders', name, entityType: 'columns' }));
    const orders = { schema: 'public', name: 'orders', entityType: 'tables' };
    const deltas = [orders, ...rows].map((row) => ({ op: 'create', row }));
    const files = folderFiles([first, second]);
    return { ...files, [SECOND]: snapshot(SECOND, files, { deltas }) };
  };
  const SECOND = `drizzle/${second}/snapshot.json`;
  const editedIn = async (here: Record<string, string>) =>
    ofCode('edited-snapshot', found('base', await besideFiles(here, journal, journal)));
  expect(await editedIn(upgradedWith('id', 'note'))).toEqual([]);
  expect(await editedIn(upgradedWith('id'))).toMatchObject([
    {
      migration: second,
      file: SECOND,
      details: ['table orders: column note is gone'],
      help: expect.stringContaining(
        'make the upgrade again: `git restore --source=origin/main --staged --worktree -- drizzle`, then `drizzle-kit up`',
      ),
    },
  ]);
});

test('nothing makes up for the difference, and the help is the way out', async () => {
  const context = await beside([TWO, saying('id')], [TWO, saying('id', 'note')]);
  const [edited] = ofCode('edited-snapshot', found('base', context));
  expect(effectOf(edited!, context.history)).toBe(
    'what the two snapshots disagree about stays in databases, or never comes into them',
  );
  expect(wayOutOf(edited!, context.history, '--database shop')).toEqual([edited!.help]);
});
