import { expect, it } from 'vitest';
import { initFacts } from '../../test/support/init-facts';
import { requireModules } from './plug-and-play';

const BERRY = '__metadata:\n  version: 8\n';
const V1 = '# yarn lockfile v1\n';

/** What is said of a repository of these files, with drizzle-guard in its node_modules or not. */
function refusal(files: Record<string, string>, isModernYarn: boolean, isInstalled: boolean, home = '') {
  const facts = initFacts(files, { installedIn: isInstalled ? [home] : [] });
  try {
    requireModules(facts, home, { isModernYarn });
    return null;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

it.each<[string, Record<string, string>, boolean, boolean]>([
  ['installed by Plug’n’Play', { '.pnp.cjs': '', 'yarn.lock': BERRY }, true, false],
  ['not installed yet', { 'yarn.lock': BERRY }, true, false],
  ['stated', { '.yarnrc.yml': 'nodeLinker: "pnp"\n' }, true, true],
  ['with modules left over', { '.pnp.cjs': '', '.yarnrc.yml': 'enableTelemetry: 0\n' }, true, true],
  ['of who knows whose', { '.pnp.cjs': '' }, false, false],
])('%s: refused', (_name, files, isModern, isInstalled) => {
  expect(refusal(files, isModern, isInstalled)).toBe(
    "the packages of this repository are installed by Yarn's Plug'n'Play, where drizzle-kit does not run; nothing was written",
  );
});

it.each<[string, Record<string, string>, boolean, boolean]>([
  ['told to make node_modules', { '.yarnrc.yml': "nodeLinker: 'node-modules'\n" }, true, false],
  [
    'told so, and not installed again yet',
    { '.yarnrc.yml': 'nodeLinker: pnpm', '.pnp.cjs': '' },
    true,
    false,
  ],
  ['told so by its user’s own settings', { 'yarn.lock': BERRY }, true, true],
  ['about to take over a lock file of Yarn 1', { 'yarn.lock': V1 }, true, false],
  ['a file that is left over', { '.pnp.cjs': '', 'package-lock.json': '{}' }, false, true],
  ['npm', {}, false, false],
])('%s: served', (_name, files, isModern, isInstalled) => {
  expect(refusal(files, isModern, isInstalled)).toBeNull();
});

it('looks where the packages are', () => {
  expect(refusal({ 'server/.pnp.cjs': '' }, false, false, 'server')).not.toBeNull();
  expect(refusal({ '.pnp.cjs': '' }, false, true, 'server')).toBeNull();
});
