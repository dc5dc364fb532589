import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOWED, DEMANDED, KINDS } from '../workspace/environment-rules';
import { kindOf, policyOf, readOverride, requireAllowed } from './policy';

const said = (environment: string, ...more: [Parameters<typeof policyOf>[1]?, string[]?]) => {
  const { allow, demand } = policyOf(environment, ...more);
  return [...ALLOWED.filter((rule) => allow[rule]), '|', ...DEMANDED.filter((rule) => demand[rule])].join(
    ' ',
  );
};

test('the defaults are the rules of the three environments', () => {
  expect(KINDS.map((kind) => said(kind))).toEqual([
    'push reset seed studio force late |',
    'reset seed studio late | rehearse',
    '| backup check',
  ]);
});

test('other names are as what they stand for, and what nobody knows is as strict as production', () => {
  expect(['dev', 'test', 'preview', 'prod', 'eu-west', 'constructor'].map((name) => kindOf(name))).toEqual([
    ...['development', 'development', 'staging', 'production', 'production', 'production'],
  ]);
  expect(said('eu-west', { like: 'staging' })).toBe(said('staging'));
});

test('the configuration changes single rules', () => {
  expect(said('staging', { allow: { push: true }, demand: { rehearse: false, backup: true } })).toBe(
    'push reset seed studio late | backup',
  );
});

test('an override sets one rule of one environment aside, whatever is configured', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), fc.constantFrom(...ALLOWED, ...DEMANDED), (kind, rule) => {
      const stated = { allow: { [rule]: false }, demand: { [rule]: true } };
      const { allow, demand, overridden } = policyOf(kind, stated, [`${kind}:${rule}`, 'elsewhere:backup']);
      expect(overridden).toEqual([rule]);
      const other = policyOf(kind, stated, [`${kind === 'staging' ? 'production' : 'staging'}:${rule}`]);
      expect(other.overridden).toEqual([]);
      for (const one of ALLOWED) expect(allow[one]).toBe(one === rule || other.allow[one]);
      for (const one of DEMANDED) expect(demand[one]).toBe(one !== rule && other.demand[one]);
    }),
  );
});

test('an override that is none is refused, with the rules', () => {
  for (const text of ['backup', 'production:', ':backup', 'production:everything'])
    expect(() => readOverride(text), text).toThrow(
      `--override takes <environment>:<rule>, and not "${text}"`,
    );
});

test('what is not allowed is refused with the way out', () => {
  expect(() => requireAllowed(policyOf('development'), 'push', '')).not.toThrow();
  expect(() => requireAllowed(policyOf('production'), 'push', 'run `drizzle-guard migrate`')).toThrow(
    expect.objectContaining({
      code: 'refused-by-policy',
      message: 'production does not allow push',
      help: 'run `drizzle-guard migrate`; in an emergency add `--override production:push`, which is recorded. No database was opened',
    }),
  );
});
