import tseslint from 'typescript-eslint';

const guard = (folders) => folders.map((folder) => `packages/drizzle-guard/src/${folder}/**/*.ts`);

const EFFECTS = ['git', 'schema', 'database', 'environments', 'workspace', 'sources', 'replay'];

const forbid = (patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });
const importOf = (names, message) => ({ group: names, message, allowTypeImports: true });

const NO_NODE = importOf(
  [
    'node:*',
    'drizzle-kit',
    'drizzle-kit/*',
    'drizzle-orm',
    'drizzle-orm/*',
    '@electric-sql/*',
    'esbuild',
    'simple-git',
  ],
  'a pure folder is handed what it needs',
);
const NO_EFFECTS = importOf(
  EFFECTS.filter((folder) => folder !== 'sources').map((folder) => `../**/${folder}/*`),
  'a pure folder does not reach for effects',
);
const NO_COMMANDS = importOf(
  ['**/commands/*', '**/hooks/*', '**/cli/*'],
  'cli → commands, hooks → everything else',
);

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/.nx/', 'packages/db/drizzle/'] },
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 350 }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // What a process printed as JSON is looked at field by field.
    files: ['**/*.test.ts', 'packages/*/test/**/*.ts', 'tools/testkit/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  { files: ['**/*.config.{ts,mts,mjs}'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['packages/drizzle-guard/bin/*.js', '**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: guard(['text', 'history', 'rules', 'ledger', 'doctor', 'init']),
    ignores: ['**/*.test.ts', 'packages/drizzle-guard/src/{doctor,init}/effects/**'],
    rules: forbid([
      NO_NODE,
      NO_EFFECTS,
      NO_COMMANDS,
      importOf(['**/report/*'], 'rooms that report come after'),
    ]),
  },
  {
    files: guard(['state', 'sql']),
    ignores: ['**/*.test.ts'],
    rules: forbid([NO_NODE, { group: ['../*/**', '!../text/**'], message: 'leaves: they know text/ alone' }]),
  },
  {
    files: guard(['report']),
    ignores: ['**/*.test.ts'],
    // styleText is a function of its arguments.
    rules: forbid([{ ...NO_NODE, group: [...NO_NODE.group, '!node:util'] }, NO_EFFECTS]),
  },
  {
    files: guard(EFFECTS),
    ignores: ['**/*.test.ts'],
    rules: forbid([NO_COMMANDS]),
  },
  {
    files: ['packages/nx-drizzle/src/**/*.ts'],
    rules: forbid([
      importOf(['drizzle-guard/*'], 'nx-drizzle knows the public index only'),
      importOf(
        ['nx/*', '@nx/devkit/*', '!@nx/devkit/testing'],
        'public devkit only: deep paths change with each Nx',
      ),
    ]),
  },
);
