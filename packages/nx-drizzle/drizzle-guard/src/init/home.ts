import { parseJson } from '../text/json';
import type { InitFacts } from './facts';
import { INSTALL_SCRIPTS, MANIFEST } from './manifest';
import { huskyFolderOf } from './prepare-script';

/** A path in a folder of the repository; "" is its root. */
export function below(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}

/**
 * The folder whose package.json sets the hooks up; "" for the root. The root's, unless husky is set up from a folder
 * (`cd .. && husky server/.husky`, `cd .. && husky`), or the root has none: then the one with most databases below it.
 */
export function findHome({ files, manifests, hooksPath, databases }: InitFacts): string {
  const textOf = (folder: string) => files.read(below(folder, MANIFEST)) ?? '';
  const root = manifests.includes('');
  if (root && /husky/.test(textOf(''))) return '';
  const set = /^(?![/~]|\w:)(.+)\/\.husky(?:\/_)?$/.exec(hooksPath ?? '')?.[1];
  const served = manifests.find(
    (folder) => folder !== '' && (folder === set || followsRecipe(textOf(folder), folder)),
  );
  if (served !== undefined) return served;
  if (root) return '';
  const outermost = manifests.filter((folder) => !manifests.some((other) => isBelow(folder, other)));
  const count = (folder: string) =>
    databases.filter(({ dir }) => dir === folder || isBelow(dir, folder)).length;
  const [first, second] = outermost
    .map((folder) => ({ folder, count: count(folder) }))
    .sort((one, other) => other.count - one.count);
  if (first === undefined || (second && first.count === 0)) return '';
  return first.folder;
}

function isBelow(folder: string, other: string): boolean {
  return folder.startsWith(`${other}/`);
}

/** A package that was a repository of its own may run a husky that means another root. */
function followsRecipe(text: string, folder: string): boolean {
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  const value = 'value' in parsed ? (parsed.value as { scripts?: Record<string, unknown> } | null) : null;
  return INSTALL_SCRIPTS.some((name) => {
    const script = value?.scripts?.[name];
    if (typeof script !== 'string') return false;
    return huskyFolderOf(script).startsWith(`${folder}/`) || /\bcd \.\.[^]*\bhusky\b/.test(script);
  });
}
