import { GuardError } from './guard-error';

/**
 * What is said of a repository whose packages are in no node_modules.
 * @param undone what was not done, as the end of a sentence
 */
export function plugAndPlay(undone: string): GuardError {
  return new GuardError(
    'plug-n-play',
    `the packages of this repository are installed by Yarn's Plug'n'Play, where drizzle-kit does not run; ${undone}`,
    'put `nodeLinker: node-modules` into .yarnrc.yml, then run `yarn install`',
  );
}
