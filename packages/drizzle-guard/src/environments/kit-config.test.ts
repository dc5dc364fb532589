import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Settings } from '../schema/settings';
import { kitConfigFor } from './kit-config';

const SETTINGS = { dialect: 'postgresql', driver: 'pglite', schema: ['schema.ts'], out: 'drizzle', cwd: '.' };

test('a database that drizzle-guard.json states is opened by the driver that its connection is for', () => {
  const settings = { ...SETTINGS, casing: null } as unknown as Settings;
  const { file, remove } = kitConfigFor('/', settings, { configFile: null, urlEnv: 'FOLDER' });
  try {
    expect(readFileSync(path.join('/', file), 'utf8')).toBe(
      'export default Object.assign({"dialect":"postgresql","schema":["schema.ts"],"out":"./drizzle","driver":"pglite"}, { dbCredentials: { url: process.env["FOLDER"] } });\n',
    );
  } finally {
    remove();
  }
});
