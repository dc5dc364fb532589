import { expect, test } from 'vitest';
import type { Thing } from '../state/question';
import { hintFor, wantedBy } from './hints';
import { promptAnswer } from './prompts';

const thing = (
  kind: Thing['kind'],
  name: string,
  table: string | null = null,
  schema: string | null = null,
): Thing => ({
  ...{ kind, schema, table, name },
});

test.each([
  [thing('schema', 'crm'), 'schema', ['crm']],
  [thing('role', 'clerk'), 'role', ['clerk']],
  [thing('table', 'users'), 'table', ['public', 'users']],
  [thing('enum', 'mood', null, 'crm'), 'enum', ['crm', 'mood']],
  [thing('column', 'mail', 'users', 'crm'), 'column', ['crm', 'users', 'mail']],
  [thing('primary key', 'pk', 'users'), 'primary_key', ['public', 'users', 'pk']],
  [thing('unique constraint', 'u', 'users'), 'unique', ['public', 'users', 'u']],
  [thing('foreign key', 'fk', 'users'), 'foreign key', ['public', 'users', 'fk']],
])('a hint about %j', (asked, kind, entity) => {
  expect(hintFor({ asked, from: null })).toEqual({ type: 'create', kind, entity });
  const from = { ...asked, name: 'old' };
  expect(hintFor({ asked, from })).toEqual({
    type: 'rename',
    kind,
    from: [...entity.slice(0, -1), 'old'],
    to: entity,
  });
  expect(wantedBy({ type: 'rename_or_create', kind, entity })).toMatchObject({
    ...{ kind: asked.kind, name: asked.name, table: asked.table },
  });
});

test('what is asked about data is no question about a rename', () => {
  expect(wantedBy({ type: 'confirm_data_loss', kind: 'table', entity: ['public', 'users'] })).toBeNull();
});

test.each([
  [
    'mail column in users',
    thing('column', 'mail', 'users', 'crm'),
    thing('column', 'email', 'users', 'crm'),
    '~ email › mail',
  ],
  ['p column in users', thing('policy', 'p', 'users'), null, '+ p'],
  [
    'crm.users table',
    thing('table', 'users', null, 'crm'),
    thing('table', 'people', null, 'public'),
    '~ people › crm.users',
  ],
  ['clerk role', thing('role', 'clerk'), thing('role', 'agent'), '~ agent › clerk'],
  ['p policy', thing('policy', 'p', null, 'crm'), null, '+ p'],
])('at a terminal 0.31 asks: is %s', (words, asked, from, choice) => {
  const answer = promptAnswer({ asked, from });
  expect(answer.question).toContain(`Is ${words} `);
  expect(answer.choice).toBe(choice);
});
