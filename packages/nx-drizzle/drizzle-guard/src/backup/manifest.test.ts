import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manifestText, readManifest, refuseOther, type Manifest } from './manifest';

const MANIFEST: Manifest = {
  ...{ version: 1, database: 'shop', environment: 'production', dialect: 'postgresql', layout: 'journal' },
  ...{ kind: 'postgres', target: 'postgres db:5432/shop', ledgerRows: 3, serverVersion: '15.20' },
  migration: { name: '0002_a', hash: 'ab', createdAt: 1 },
  tool: { name: 'pg_dump', version: '15.20' },
  ...{
    file: 'shop-production.dump',
    bytes: 7,
    sha256: 'cd',
    reference: null,
    takenAt: '2026-01-31T12:00:00.000Z',
  },
};
const HERE = { database: 'shop', dialect: 'postgresql', layout: 'journal', kind: 'postgres' } as const;

test('what is written is read', () => {
  expect(readManifest(manifestText(MANIFEST))).toEqual(MANIFEST);
  const none = { ...MANIFEST, layout: null, migration: null, serverVersion: null };
  expect(readManifest(manifestText(none))).toEqual(none);
});

test('whatever letter of it is changed, it is not read', () => {
  const text = manifestText(MANIFEST);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 60 }), (at, by) => {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) + by) + text.slice(at + 1);
      const read = readManifest(changed);
      // White space says nothing.
      if (read !== null) expect(read).toEqual(MANIFEST);
    }),
  );
  expect(readManifest(text.replace('"shop"', '"shoq"'))).toBeNull();
});

test.each(['', '{}', 'null', '[]', '{"version":1}', JSON.stringify(MANIFEST)])('%j is none', (text) =>
  expect(readManifest(text)).toBeNull(),
);

test('the order of its keys says nothing', () => {
  const { seal, ...rest } = JSON.parse(manifestText(MANIFEST)) as Record<string, unknown>;
  const turned = Object.fromEntries(Object.entries({ seal, ...rest }).reverse());
  expect(readManifest(JSON.stringify(turned))).toEqual(MANIFEST);
});

test('a backup fits where its name, its kind and its layout do; the environment may be another', () => {
  refuseOther(MANIFEST, HERE);
  refuseOther({ ...MANIFEST, environment: 'staging' }, HERE);
  refuseOther({ ...MANIFEST, layout: null }, HERE);
  refuseOther(MANIFEST, { ...HERE, layout: null });
});

test.each([
  [{ database: 'billing' }, 'this is a backup of billing, and shop was to be restored; nothing was changed'],
  [
    { kind: 'pglite' as const },
    'this is a backup of a PGlite directory (dialect postgresql), and shop is a Postgres server (dialect postgresql) here; nothing was changed',
  ],
  [
    { layout: 'folders' },
    expect.stringContaining('were in the folders layout, and they are in the journal layout now'),
  ],
  [
    { kind: 'command' as const },
    expect.stringContaining('a command of your own (pg_dump): there is no file'),
  ],
])('%j does not fit', (other, message) => {
  expect(() => refuseOther({ ...MANIFEST, ...other }, HERE)).toThrow(
    expect.objectContaining({ code: 'other-backup', message }),
  );
});
