import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import { count } from '../../text/words';
import type { RebaseCommandResult, RebaseResult } from './result';

export const renderRebase: Renderer<RebaseCommandResult> = (result, style) => {
  const { dryRun, commit } = result;
  const body = document(result, style, (database) => ({
    headline: headlineOf(database, dryRun),
    lines: [
      ...database.moved.map(({ from, to }) => `${from} → ${to}`),
      ...database.dropped.flatMap(droppedOf),
      ...regeneratedOf(database, dryRun),
      ...(dryRun ? editsOf(database) : []),
      ...database.notes.map(typeable),
      ...(database.notProved === undefined ? [] : [`not proved: ${database.notProved}`]),
    ],
  }));
  return commit === undefined ? body : `${body}committed as ${commit.slice(0, 10)}\n`;
};

function headlineOf(
  { moved, dropped, edits, error, regenerated, waits }: RebaseResult,
  dryRun: boolean,
): string {
  if (error && edits.length === 0) return '';
  if (waits) return 'not moved: all databases are or none, and another one is refused';
  if (regenerated) {
    const replaced = count(regenerated.replaced.length, 'migration');
    return dryRun
      ? `dry run: ${replaced} would be dropped and generated anew`
      : `${replaced} dropped and generated anew`;
  }
  const whole = dropped.filter(({ isWhole }) => isWhole).length;
  if (moved.length + whole > 0) {
    const would = dryRun ? 'dry run: ' : '';
    const moves =
      moved.length === 0
        ? []
        : [`${count(moved.length, 'migration')} ${dryRun ? 'would be moved' : 'moved'}`];
    const drops = whole === 0 ? [] : [`${whole} ${dryRun ? 'would be left out' : 'left out'}`];
    return `${would}${[...moves, ...drops].join(', ')}`;
  }
  return edits.length > 0 ? 'nothing to move; files in conflict are settled' : 'nothing to move';
}

function regeneratedOf({ regenerated, error }: RebaseResult, dryRun: boolean): string[] {
  if (!regenerated || error) return [];
  const { replaced, generated } = regenerated;
  if (dryRun) return replaced.map((tag) => `${tag} would go`);
  const made = generated.length === 0 ? 'nothing: the schema lacks nothing' : generated.join(', ');
  return [...replaced.map((tag) => `${tag} is gone`), `generated: ${made}`];
}

function editsOf({ edits, removed }: RebaseResult): string[] {
  return edits.map((file) => `${removed.includes(file) ? 'would take out' : 'would write   '} ${file}`);
}

function droppedOf({ migration, statements, isWhole }: RebaseResult['dropped'][number]): string[] {
  const what = isWhole
    ? `${migration} is left out: theirs has all of it`
    : `left out of ${migration}, since theirs has it:`;
  return [what, ...(isWhole ? [] : statements.map((sql) => `  ${sql.replaceAll(/\s+/g, ' ')}`))];
}
