import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import { count, listOf } from '../../text/words';
import type { LeftOut } from '../../replay/scope';
import { hintOf } from '../migrate/render';
import type { DiffResult } from './run';

export const renderDiff: Renderer<CommandResult<DiffResult>> = (result, style) =>
  document(result, style, (database) => {
    const { compared, differences, pending, with: other, appliedApart: apart, environment } = database;
    if (compared === null) return { headline: '', lines: [] };
    const beside = other === null ? 'what its migrations give' : `${other.environment}  ${other.target}`;
    const outcome =
      differences.length === 0 ? style.green('no difference') : count(differences.length, 'difference');
    const lines =
      pending.length === 0 ? [] : [`${count(pending.length, 'migration')} not applied yet, so not missed`];
    if (apart.here.length > 0) lines.push(`applied in ${environment} alone: ${listOf(apart.here)}`);
    if (apart.there.length > 0) lines.push(`applied in ${other!.environment} alone: ${listOf(apart.there)}`);
    lines.push(...byNameIn(database.byName), ...leftOutIn(database.leftOut));
    return {
      headline: `${outcome} to ${beside} (${count(compared, 'thing')} compared)`,
      lines: [...lines, ...hintOf(database, style)],
    };
  });

function byNameIn(objects: readonly string[]): string[] {
  if (objects.length === 0) return [];
  return [
    `compared by name alone, because the two versions of Postgres print them otherwise: ${listOf(objects)}`,
  ];
}

function leftOutIn({ schemas, filtered, extensions }: LeftOut): string[] {
  const line = (names: readonly string[], noun: string, why: string) =>
    names.length === 0
      ? []
      : [
          `not compared, because ${why}: ${noun === '' ? '' : `${noun}${names.length === 1 ? '' : 's'} `}${listOf(names)}`,
        ];
  return [
    ...line(schemas, 'schema', 'no migration makes anything there'),
    ...line(filtered, '', 'the drizzle config filters it out and no migration makes it'),
    ...line(extensions, 'extension', 'no migration creates it'),
  ];
}
