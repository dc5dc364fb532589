import { parse } from 'jsonc-parser';
import type { Configuration } from '../workspace/configuration';
import type { InitChoices, InitFacts, InitFiles, InitStep } from './facts';
import { below } from './home';
import { editJson, withoutKey, type JsonChange } from '../text/json-edit';
import type { UndoStep } from './undo-step';

const FILE = 'drizzle-guard.json';

const start = (home: string) =>
  `${JSON.stringify({ $schema: `./${below(home, 'node_modules/drizzle-guard/schema.json')}` }, null, 2)}\n`;

/** The branch that work lands on, as far as it can be told. */
export function landingOf(
  { remoteHead, nxBase, usualBase }: Pick<InitFacts, 'remoteHead' | 'nxBase' | 'usualBase'>,
  configuration: Pick<Configuration, 'base'>,
): string | null {
  return configuration.base ?? remoteHead ?? nxBase ?? usualBase;
}

/**
 * drizzle-guard.json, only where it has something to say that is not found by itself.
 * @param configuration what it says now
 * @param home the folder of package.json
 */
export function planConfiguration(
  facts: InitFacts,
  configuration: Configuration,
  choices: InitChoices,
  home: string,
): InitStep {
  const { files, remoteHead, usualBase } = facts;
  const base = choices.base ?? landingOf(facts, configuration);
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
  const isSettled = configuration.onMerge === 'rebase';
  if (choices.onMerge === true && !isSettled) {
    changes.push({ path: ['onMerge'], value: 'rebase' });
    whys.push('the hooks move migrations that stop a merge');
  }
  const isTurnedOff = choices.onMerge === false && isSettled;
  if (isTurnedOff) whys.push('the hooks move no migrations');
  const advice =
    base === null
      ? [
          'there is no branch of a remote that this work could land on, so every migration counts as landed and none as late. Once there is one: `git remote set-head origin --auto`',
        ]
      : [];
  if (whys.length === 0) return { edits: [], advice };
  const before = files.read(FILE);
  const changed = editJson(before ?? start(home), changes);
  const after = isTurnedOff ? withoutKey(changed, ['onMerge']) : changed;
  return { edits: [{ file: FILE, before, after, why: whys.join('; ') }], advice };
}

/** The file goes where it says what init writes and nothing else, in the words of init. */
export function undoConfiguration(files: InitFiles, home: string): UndoStep {
  const before = files.read(FILE);
  if (before === null) return { edits: [], advice: [] };
  const stated = (parse(before) ?? {}) as Record<string, unknown> & {
    environments?: { development?: { applyAfterMerge?: unknown } };
  };
  const applyAfterMerge = stated.environments?.development?.applyAfterMerge;
  // In the order in which they were added.
  const changes = Object.keys(stated).flatMap((key): JsonChange[] => {
    if (key === 'base' || key === 'onMerge') return [{ path: [key], value: stated[key] }];
    return key === 'environments' && applyAfterMerge !== undefined
      ? [{ path: ['environments', 'development', 'applyAfterMerge'], value: applyAfterMerge }]
      : [];
  });
  if (changes.length > 0 && editJson(start(home), changes) === before)
    return {
      edits: [{ file: FILE, before, after: null, why: 'it says what init wrote, and nothing else' }],
      advice: [],
    };
  return {
    edits: [],
    advice: [
      `${FILE} is left: it says more than init writes, or was there before. Nothing reads it without drizzle-guard`,
    ],
  };
}
