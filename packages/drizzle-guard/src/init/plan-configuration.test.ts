import { describe, expect, it } from 'vitest';
import { initFacts } from '../../test/support/init-facts';
import type { Configuration } from '../workspace/configuration';
import type { InitChoices, InitFacts } from './facts';
import { planConfiguration, undoConfiguration } from './plan-configuration';

const NONE = { remoteHead: null, nxBase: null, usualBase: null };

function plan(configuration: Partial<Configuration>, choices: InitChoices, known: Partial<InitFacts> = {}) {
  const text = Object.keys(configuration).length > 0 ? JSON.stringify(configuration) : undefined;
  const facts = initFacts(text === undefined ? {} : { 'drizzle-guard.json': text }, known);
  const whole = {
    databases: {},
    checks: {},
    environments: {},
    cannotTell: 'error',
    proofLimit: '10s',
    ...configuration,
  } as Configuration;
  const { edits, advice } = planConfiguration(facts, whole, choices, '');
  return { text: edits[0]?.after, written: edits[0] ? JSON.parse(edits[0].after) : null, advice };
}

describe('planConfiguration', () => {
  it('writes nothing where the base is found by itself', () => {
    expect(plan({}, {}).written).toBeNull();
    expect(plan({}, { base: 'origin/main' }).written).toBeNull();
    expect(plan({}, {}, { ...NONE, usualBase: 'origin/master' }).written).toBeNull();
  });

  it('writes a base that is not the default of the remote', () => {
    expect(plan({}, { base: 'origin/next' }).text).toMatchInlineSnapshot(`
      "{
        "$schema": "./node_modules/drizzle-guard/schema.json",
        "base": "origin/next"
      }
      "
    `);
  });

  it("writes nx.json's base where the default of the remote is not known", () => {
    expect(plan({}, {}, { ...NONE, nxBase: 'origin/develop' }).written.base).toBe('origin/develop');
    const both = { ...NONE, nxBase: 'origin/develop', usualBase: 'origin/main' };
    expect(plan({}, {}, both).written.base).toBe('origin/develop');
    expect(plan({}, {}, { nxBase: 'origin/develop' }).written).toBeNull();
  });

  it('keeps a base that is configured, unless another is asked for', () => {
    expect(plan({ base: 'origin/next' }, {}).written).toBeNull();
    expect(plan({ base: 'origin/next' }, { base: 'origin/main' }).written.base).toBe('origin/main');
  });

  it('says that without any base nothing is late', () => {
    expect(plan({}, {}, NONE).advice).toMatchInlineSnapshot(`
      [
        "there is no branch of a remote that this work could land on, so every migration counts as landed and none as late. Once there is one: \`git remote set-head origin --auto\`",
      ]
    `);
  });

  it('writes whether to apply after a merge only where that changes something', () => {
    expect(plan({}, { applyAfterMerge: false }).written).toBeNull();
    expect(plan({}, { applyAfterMerge: true }).text).toMatchInlineSnapshot(`
      "{
        "$schema": "./node_modules/drizzle-guard/schema.json",
        "environments": {
          "development": {
            "applyAfterMerge": true
          }
        }
      }
      "
    `);
    const on = { environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '5s' } } };
    expect(plan(on, { applyAfterMerge: true }).written).toBeNull();
    expect(plan(on, {}).written).toBeNull();
    expect(plan(on, { applyAfterMerge: false }).written.environments.development).toEqual({
      applyAfterMerge: false,
      applyAfterMergeLimit: '5s',
    });
  });
});

describe('onMerge', () => {
  it('is written where it is wanted, and taken out where it is not', () => {
    expect(plan({}, { onMerge: false }).written).toBeNull();
    expect(plan({ onMerge: 'rebase' }, { onMerge: true }).written).toBeNull();
    expect(plan({ base: 'origin/main' }, { onMerge: true }).written).toEqual({
      base: 'origin/main',
      onMerge: 'rebase',
    });
    expect(plan({ base: 'origin/main', onMerge: 'rebase' }, { onMerge: false }).written).toEqual({
      base: 'origin/main',
    });
  });

  it.each<InitChoices[]>([
    [{ onMerge: true, applyAfterMerge: true }],
    [{ onMerge: true }, { applyAfterMerge: true }],
    [{ applyAfterMerge: true }, { onMerge: true, base: 'origin/next' }],
  ])('is undone in whichever order it came', (...choices) => {
    let text: string | null = null;
    for (const choice of choices) {
      const files: Record<string, string> = text === null ? {} : { 'drizzle-guard.json': text };
      const stated = { environments: {}, ...(text === null ? {} : JSON.parse(text)) } as Configuration;
      text = planConfiguration(initFacts(files), stated, choice, '').edits[0]!.after;
    }
    const { edits } = undoConfiguration(initFacts({ 'drizzle-guard.json': text! }).files, '');
    expect(edits).toMatchObject([{ after: null }]);
  });
});
