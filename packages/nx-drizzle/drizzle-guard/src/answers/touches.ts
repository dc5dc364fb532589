import { matcherOf, type Inputs } from './inputs';

/** Whether a change of these paths can change an answer that rests on these inputs. Pure. */
export function touches({ files, folders, globs }: Inputs, changed: readonly string[]): boolean {
  const matchers = Object.entries(globs).map(([glob, input]) => matcherOf(glob, input));
  return changed.some(
    (path) =>
      Object.hasOwn(files, path) ||
      Object.keys(folders).some((dir) => dir === '' || path.startsWith(`${dir}/`)) ||
      matchers.some((isMatch) => isMatch(path)),
  );
}
