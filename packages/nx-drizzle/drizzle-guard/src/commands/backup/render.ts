import { megabytes } from '../../backup/megabytes';
import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { count } from '../../text/words';
import type { BackupResult, TakenBackup } from './run';

/** The environment and the target were printed before it began. */
export const renderBackup: Renderer<CommandResult<BackupResult>> = (result, style) =>
  document(result, style, ({ backup }) => ({
    headline: backup ? `${style.green('backup')} ${backup.file ?? `by ${backup.tool.name}`}` : '',
    lines: backup ? linesOf(backup) : [],
  }));

function linesOf(backup: TakenBackup): string[] {
  const { bytes, sha256, tool, restore, removed, reference, manifestFile } = backup;
  return [
    ...(bytes === null || sha256 === null
      ? [`recorded in ${manifestFile}${reference === null ? '' : `, which says: ${reference}`}`]
      : [`${megabytes(bytes)} by ${tool.name} ${tool.version}, read back; sha256 ${sha256.slice(0, 12)}…`]),
    stateOf(backup),
    ...(removed.length > 0
      ? [`${count(removed.length, 'older backup')} removed: ${removed.join(', ')}`]
      : []),
    ...(restore === null ? [] : [`\`${restore}\` brings it back`]),
  ].map(typeable);
}

export function stateOf({ migration, ledgerRows }: Pick<TakenBackup, 'migration' | 'ledgerRows'>): string {
  if (migration === null) return 'no migration is applied in it';
  return `${count(ledgerRows, 'migration')} applied in it, the newest is ${migration.name ?? migration.hash.slice(0, 12)}`;
}
