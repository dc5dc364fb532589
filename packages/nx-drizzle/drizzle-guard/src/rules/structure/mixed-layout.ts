import { nameIn, type History, type JournalHistory, type Migration } from '../../history/history';
import { baseName, folderOf, join } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import { titleOf } from '../../text/tag';
import { count, listOf } from '../../text/words';
import { defineRule } from '../rule';

const SHOWN = 3;

export const mixedLayout = defineRule({
  code: 'mixed-layout',
  severity: 'error',
  explain: `The migrations folder holds both layouts: that of drizzle-kit 0.x (meta/, with its journal) and that of 1.0 (one folder a migration). drizzle-kit up was stopped halfway, or a merge brought together a branch that was upgraded and one that was not. drizzle-kit 0.31 sees the first only; drizzle-kit and drizzle-orm 1.0 refuse to work while there is a journal, and see the second only once it is gone. Whatever else is wrong follows from that, and is not told beside it.

Way out: the folders stay. In a merge that is stopped, the hook's message says how to bring the other side's migrations into them. Where none of the folders is the upgrade of a migration of the journal, the journal stays, and the folders go. Elsewhere the finding says it: what is left of the journal goes, and each migration that only the journal had is made again as a folder by drizzle-guard generate (hand-written SQL with --custom). Where the journal is whole, an upgrade was stopped halfway: the folders go, and drizzle-kit up makes them again.`,
  effect: 'each version of drizzle-kit sees one half of the migrations',
  traits: ['hides-sequence', 'misleads-generate', 'two-sides'],
  find: {
    structure({ history }) {
      const { foreignFiles, dir } = history;
      if (foreignFiles.length === 0) return [];
      const [folders, left] = [foldersIn(history), leftIn(history)];
      const open = listOf(shown(left.open.map(({ tag }) => tag)));
      return [
        {
          file: foreignFiles[0]!,
          message: `${dir} holds both layouts: ${listOf(shown(folders))} in folders (drizzle-kit 1.0), and ${history.layout === 'journal' ? 'a journal' : 'what is left of a journal'} (0.x)${open === '' ? '' : ` with ${open} beside them`}`,
          help: helpFor(history, folders, left),
        },
      ];
    },
  },
});

function shown(names: readonly string[]): string[] {
  const more = names.length - SHOWN;
  return more > 0 ? [...names.slice(0, SHOWN), `${more} more`] : [...names];
}

function foldersIn(history: History): string[] {
  if (history.layout === 'folders') return history.migrations.map(({ tag }) => tag);
  return [...new Set(history.foreignFiles.map((file) => baseName(folderOf(file))))].sort();
}

interface Left {
  /** Files of the journal layout, and the folder meta. */
  paths: string[];
  /** Migrations that are in no folder. */
  open: Pick<Migration, 'tag'>[];
}

function leftIn(history: History): Left {
  const { dir, files, sqlFiles } = history;
  const meta = join(dir, 'meta');
  const paths = [...(files.some((file) => file.startsWith(`${meta}/`)) ? [meta] : []), ...sqlFiles];
  return { paths, open: history.layout === 'journal' ? openIn(history) : openFiles(history) };
}

function openIn(history: JournalHistory): Migration[] {
  const folders = new Set(foldersIn(history));
  return history.migrations.filter((migration) => !folders.has(nameIn('folders', migration, history)));
}

/** Without the journal nobody knows their times: their titles are compared. */
function openFiles({ sqlFiles, migrations }: History): { tag: string }[] {
  const titles = new Set(migrations.map(({ tag }) => titleOf(tag)));
  return sqlFiles
    .map((file) => ({ tag: baseName(file).replace(/\.sql$/, '') }))
    .filter(({ tag }) => !titles.has(titleOf(tag)));
}

function helpFor(history: History, folders: readonly string[], { paths, open }: Left): string {
  const { dir } = history;
  const remove = (which: readonly string[]) => `\`rm -r ${which.map((one) => shellWord(one)).join(' ')}\``;
  if (history.layout === 'journal' && isStopped(history, folders))
    return `the journal is whole, so an upgrade was stopped halfway: ${remove(folders.map((folder) => join(dir, folder)))}, then \`drizzle-kit up\` makes all of them`;
  const into = `\`drizzle-guard generate\` makes a migration of what the schema has of ${folders.length === 1 ? 'it' : 'them'}, and \`drizzle-guard generate --custom\` one for SQL that was written by hand`;
  if (history.layout === 'journal' && open.length === history.migrations.length)
    return `nothing of the journal is in folders, so it stays: copy the SQL of ${listOf(shown(folders))} elsewhere, ${remove(folders.map((folder) => join(dir, folder)))}, then ${into}`;
  const out = `${remove(paths)} takes out what is left of the journal`;
  const [only] = open;
  if (!only) return `${out}, which is in the folders already`;
  const name =
    open.length === 1 && /^[\w][\w.-]*$/.test(titleOf(only.tag)) ? ` --name ${titleOf(only.tag)}` : '';
  return `the folders stay: copy the SQL of ${open.length > SHOWN ? count(open.length, 'migration') : listOf(open.map(({ tag }) => tag))} elsewhere, ${out}, then \`drizzle-guard generate${name}\` makes a folder of what the schema has of it, and \`drizzle-guard generate --custom\` one for SQL that was written by hand`;
}

/** Whether an upgrade of this journal, and nothing else, has made the folders. */
function isStopped(history: JournalHistory, folders: readonly string[]): boolean {
  const known = new Set(history.migrations.map((migration) => nameIn('folders', migration, history)));
  return (
    history.migrations.length > 0 &&
    history.migrations.every(({ hasSql, snapshot }) => hasSql && snapshot) &&
    folders.every((folder) => known.has(folder))
  );
}
