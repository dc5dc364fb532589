import type { Configuration } from '../workspace/configuration';
import type { InitChoices, InitFacts, InitStep } from './facts';
import { editJson, type JsonChange } from './json-edit';

const FILE = 'drizzle-guard.json';

const SCHEMA = './node_modules/drizzle-guard/schema.json';

/**
 * drizzle-guard.json, only where it has something to say that is not found by itself.
 * @param configuration what it says now
 */
export function planConfiguration(
  { files, remoteHead, nxBase, usualBase }: InitFacts,
  configuration: Configuration,
  choices: InitChoices,
): InitStep {
  const base = choices.base ?? configuration.base ?? remoteHead ?? nxBase ?? usualBase;
  const changes: JsonChange[] = [];
  const whys: string[] = [];
  const stated = configuration.base ?? remoteHead ?? usualBase;
  if (base !== null && base !== stated) {
    changes.push({ path: ['base'], value: base });
    whys.push(`work lands on ${base}`);
  }
  const now = configuration.environments['development']?.applyAfterMerge ?? false;
  if (choices.applyAfterMerge !== undefined && choices.applyAfterMerge !== now) {
    changes.push({
      path: ['environments', 'development', 'applyAfterMerge'],
      value: choices.applyAfterMerge,
    });
    whys.push(
      choices.applyAfterMerge
        ? 'what a merge brings is applied to the development database'
        : 'what a merge brings is not applied by itself',
    );
  }
  const advice =
    base === null
      ? [
          'there is no branch of a remote that this work could land on, so every migration counts as landed and none as late. Once there is one: `git remote set-head origin --auto`',
        ]
      : [];
  if (changes.length === 0) return { edits: [], advice };
  const before = files.read(FILE);
  const start = before ?? `${JSON.stringify({ $schema: SCHEMA }, null, 2)}\n`;
  const after = editJson(start, changes);
  return { edits: [{ file: FILE, before, after, why: whys.join('; ') }], advice };
}
