import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { literalConfig } from './literal-config';

const ENV = { DATABASE_URL: 'postgres://db/shop', EMPTY: '', PASSWORD: 'p$&`', HOST: 'db' };
const IMPORT = "import { defineConfig } from 'drizzle-kit';\n";
const of = (entries: string) => `${IMPORT}export default defineConfig({ ${entries} });\n`;

/** What the text exports when it runs. */
function evaluated(text: string): unknown {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs', target: 'node20' });
  const module = { exports: {} as { default?: unknown } };
  const require = () => ({ defineConfig: (config: unknown) => config });
  new Function('module', 'exports', 'require', 'process', code)(module, module.exports, require, {
    env: ENV,
  });
  return module.exports.default;
}

describe('what is read is what running it gives', () => {
  test.each([
    ['a call', of(`dialect: 'postgresql', schema: "./s.ts", out: \`./drizzle\``)],
    ['an object', `export default { dialect: 'sqlite', schema: ['./a.ts', './b.ts',], strict: true }`],
    [
      'with its type',
      `import type { Config } from "drizzle-kit"\nexport default { a: 'b' } satisfies Config;`,
    ],
    ['as its type', `import { type Config } from 'drizzle-kit';\nexport default { a: 'b' } as Config`],
    [
      'both imports',
      `import { type Config, defineConfig } from 'drizzle-kit';\n${of("a: 'b'").slice(IMPORT.length)}`,
    ],
    ['comments', `// first\n/* 'x' */ ${of(`a: 'http://x', // "b"\n 'c-d': false`)}`],
    ['a variable', of('dbCredentials: { url: process.env.DATABASE_URL! }')],
    ['a variable in brackets', of("dbCredentials: { url: process.env['DATABASE_URL'] as string, }")],
    [
      'what stands in',
      of("a: process.env.NONE ?? 'x', b: process.env.EMPTY || 'y', c: process.env.EMPTY ?? 'z'"),
    ],
    ['several of them', of("a: process.env.NONE ?? process.env.NONE_EITHER ?? 'x'")],
    ['a template', of('url: `postgres://u:${process.env.PASSWORD}@${ process.env.HOST! }:5432/shop?a=$b`')],
    ['numbers', of('port: 5432, ratio: 1.5')],
    ['a key twice', of("a: 'x', a: 'y'")],
    ['a line end in a template', of('a: `x\r\ny`')],
  ])('%s', (_, text) => {
    const read = literalConfig(text, ENV);
    expect(read).not.toBeNull();
    expect(read).toEqual(evaluated(text));
  });
});

describe('everything else is left to be run', () => {
  test.each([
    ['another import', `import 'dotenv/config';\n${of("a: 'b'")}`],
    ['an import of all', `import * as kit from 'drizzle-kit';\nexport default kit.defineConfig({});`],
    ['another name', `import { defineConfig as d } from 'drizzle-kit';\nexport default d({ a: 'b' });`],
    ['no import', `export default defineConfig({ a: 'b' });`],
    [
      'only its type',
      `import type { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ a: 'b' });`,
    ],
    ['of another package', `import { defineConfig } from './kit';\nexport default defineConfig({ a: 'b' });`],
    ['a constant', `${IMPORT}const a = 'b';\nexport default defineConfig({ a });`],
    ['a statement behind it', `${of("a: 'b'")}process.env.X = 'y';`],
    ['a variable that is not set', of('url: process.env.NONE!')],
    ['one in a template', of('url: `x${process.env.NONE}`')],
    ['an expression in a template', of('url: `x${1 + 1}`')],
    ['a spread', of('...base')],
    ['a call', of('port: Number(process.env.PORT)')],
    ['a sum', of("a: 'x' + 'y'")],
    ['a choice', of("a: process.env.EMPTY ? 'x' : 'y'")],
    ['a comparison', of("a: process.env.HOST === 'x'")],
    ['two operators', of("a: process.env.NONE ?? process.env.EMPTY || 'x'")],
    ['an escape', of(String.raw`a: 'x\n'`)],
    ['an escape in a template', of('a: `x\\n`')],
    ['a computed key', of("['a']: 'b'")],
    ['a key of every object', of("__proto__: { a: 'b' }")],
    ['a method', of('a() { return 1; }')],
    ['a hexadecimal number', of('a: 0x10')],
    ['an octal number', of('a: 010')],
    ['a number with marks', of('a: 1_000')],
    ['a negative number', of('a: -1')],
    ['undefined', of('a: undefined')],
    ['a property of another object', of('a: process.argv')],
    ['a longer path', of('a: process.env.HOST.length')],
    ['CommonJS', `module.exports = { a: 'b' };`],
    ['a hole', of("a: ['b',, 'c']")],
    ['what is not closed', of("a: 'b'").slice(0, -4)],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(literalConfig(text, ENV)).toBeNull();
  });
});
