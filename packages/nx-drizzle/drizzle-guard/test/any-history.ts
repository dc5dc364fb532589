import fc from 'fast-check';
import type { FolderSpec, MigrationSpec } from 'testkit';
import type { Tree } from '../src/sources/tree';

// Made-up histories for laws: few tags, times and texts, so that two of them meet often.

const TAGS = ['0000_a', '0001_b', '0002_c', '0003_d', '0004_e', '0005_f'];
const TIMES = [1, 2, 3].map((minute) => Date.UTC(2026, 0, 1, 0, minute));
const TEXTS = ['create a;\nindex a;', 'create a;\nindex a;\n', 'create b;\nindex a;\n', ''];

/** What differs between the sides of a comparison; `sql: null` is no file. */
export interface AnyMigration extends MigrationSpec {
  when: number;
  sql: string | null;
}

const anyOf = (tag: string) =>
  fc.record({
    tag: fc.constant(tag),
    when: fc.constantFrom(...TIMES),
    sql: fc.option(fc.constantFrom(...TEXTS), { freq: 4 }),
  });

/** Any migrations, each tag at most once, in the order of the tags. */
export const anyMigrations: fc.Arbitrary<AnyMigration[]> = fc
  .tuple(...TAGS.map((tag) => fc.option(anyOf(tag), { freq: 2 })))
  .map((given) => given.filter((one) => one !== null));

/** The same with snapshots that continue any of each other's, or none that is there. */
export const anyTied: fc.Arbitrary<MigrationSpec[]> = fc
  .array(fc.record({ id: anyLabel(), parent: anyLabel(), hasSnapshot: fc.boolean() }), { maxLength: 6 })
  .map((given) =>
    given.map(({ id, parent, hasSnapshot }, at) => ({
      tag: TAGS[at]!,
      id,
      parent,
      ...(hasSnapshot ? {} : { snapshot: null }),
    })),
  );

function anyLabel(): fc.Arbitrary<string> {
  return fc.constantFrom('a', 'b', 'c', 'd', 'e', 'gone');
}

/** The folder that an upgrade makes of a migration of a journal: its time in UTC to the second, then its title. */
export function upgraded({ tag, when, ...rest }: AnyMigration): FolderSpec {
  const [date, time] = new Date(when).toISOString().split('T') as [string, string];
  const digits = `${date.replaceAll('-', '')}${time.slice(0, 8).replaceAll(':', '')}`;
  return { tag: `${digits}_${tag.split('_').slice(1).join('_')}`, sql: rest.sql };
}

/** A Tree that knows ids of its files' bytes, as git does, and notes each file that is read. */
export function treeWithIds(tree: Tree, idOf: Tree['idOf']): { tree: Tree; read: string[] } {
  const read: string[] = [];
  return {
    read,
    tree: { ...tree, idOf, read: (file) => (read.push(file), tree.read(file)) },
  };
}
