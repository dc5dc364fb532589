import { hashOf } from '../../text/hash';

/**
 * A key of the state after each migration, which changes with all that has led there: each is built on the one before it,
 * so that histories have the same keys as far as they are the same.
 * @param root what the state hangs on beside them
 * @param migrations the statements of each
 */
export function stateKeys(root: string, migrations: readonly (readonly string[])[]): string[] {
  let key = hashOf(root);
  return migrations.map((statements) => (key = hashOf(JSON.stringify([key, statements]))));
}
