import tseslint from 'typescript-eslint';
import { EFFECTS, rooms } from './tools/rooms.mjs';

const forbid = (patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });
const importOf = (names, message) => ({ group: names, message, allowTypeImports: true });

/** How far below src the files of a room lie. */
const DEPTHS = [0, 1, 2, 3];

/** Of an import that leads up to src, the room that it leads to. */
const placeIn = (names) =>
  names
    .map((name) => {
      const within = rooms.map((room) => room.name).filter((other) => other.startsWith(`${name}/`));
      const apart = within.map((other) => `(?!${other.slice(name.length + 1)}/)`).join('');
      return `${name}(?:$|/${apart})`;
    })
    .join('|');

/**
 * Which rooms the files of a room may import, at one depth: a folder inside a room may be called like another room.
 * @param {import('./tools/rooms.d.mts').Room} room
 */
function roomGroup({ name, pure, node, imports, types }, depth) {
  const toSource = depth === 0 ? '^\\./' : `^(?:\\.\\./){${depth}}`;
  const all = [name, ...imports, ...types];
  const allowed = `(?:${placeIn(all)}|\\.\\./package\\.json$)`;
  const patterns = [
    { regex: `${toSource}(?!${allowed})`, message: `tools/rooms.mjs does not let ${name} import this` },
  ];
  for (const { name: inner } of rooms)
    if (inner.startsWith(`${name}/`))
      patterns.push({
        regex: `^\\./${inner.slice(name.length + 1)}/`,
        message: `${inner} is a room of its own, which ${name} knows nothing of`,
      });
  if (types.length > 0)
    patterns.push({
      regex: `${toSource}(?:${placeIn(types)})`,
      message: `tools/rooms.mjs lets ${name} import types of this only`,
      allowTypeImports: true,
    });
  if (pure)
    patterns.push({
      regex: `^${node.map((one) => `(?!${one}$)`).join('')}${EFFECTS.source.slice(1)}`,
      message: 'a pure room is handed what it needs',
    });
  const folder = `packages/drizzle-guard/src/${name}`;
  return {
    files: depth === 0 ? [`${folder}.ts`] : [`${folder}/${'*/'.repeat(depth - name.split('/').length)}*.ts`],
    ignores: ['**/*.test.ts'],
    rules: forbid(patterns),
  };
}

/** Rooms inside rooms come last, and hold for their files alone. */
const roomGroups = [...rooms]
  .sort((a, b) => a.name.split('/').length - b.name.split('/').length)
  .flatMap((room) =>
    DEPTHS.filter((depth) => depth === 0 || depth >= room.name.split('/').length).map((depth) =>
      roomGroup(room, depth),
    ),
  );

const EXPORT_BY_NAME = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/.nx/', 'packages/db/drizzle/'] },
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 350 }],
      'no-restricted-syntax': ['error', EXPORT_BY_NAME],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // One way from what was thrown to words, which takes secrets out: errors/words-of.ts.
    files: ['packages/drizzle-guard/src/**/*.ts'],
    // The spinner writes to its stream by itself, and is told safe texts only.
    ignores: [
      'packages/drizzle-guard/src/errors/*.ts',
      'packages/drizzle-guard/src/terminal/progress.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        EXPORT_BY_NAME,
        {
          selector: 'CatchClause > Identifier.param[name!="thrown"]',
          message: 'What is caught is called thrown.',
        },
        {
          selector:
            'MemberExpression[property.name=/^(message|stack|cause)$/]:matches([object.name="thrown"], [object.expression.name="thrown"])',
          message: 'wordsOf and stackOf say it without secrets.',
        },
        {
          selector:
            ':matches(TemplateLiteral, CallExpression[callee.name="String"]) > Identifier[name="thrown"]',
          message: 'wordsOf says it without secrets.',
        },
        {
          selector:
            'MemberExpression[object.name="process"][property.name=/^(stdout|stderr)$/], MemberExpression[object.name="console"]',
          message: 'terminal/output.ts is the only way out: what a terminal would obey stays here.',
        },
      ],
    },
  },
  {
    // What a process printed as JSON is looked at field by field.
    files: ['**/*.test.ts', 'packages/*/test/**/*.ts', 'tools/testkit/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  { files: ['**/*.config.{ts,mts,mjs}'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['packages/*/bin/*.js', '**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  ...roomGroups,
  {
    files: ['packages/nx-drizzle/src/**/*.ts'],
    rules: forbid([
      importOf(
        // What is bundled into it when it is built.
        ['drizzle-guard/*', '!drizzle-guard/targets'],
        'nx-drizzle knows the public index only, and the targets',
      ),
      importOf(
        [
          'nx/*',
          '!nx/src',
          'nx/src/*',
          '!nx/src/devkit-exports',
          '@nx/**',
          '!@nx/devkit',
          '!@nx/devkit/testing',
        ],
        'src/nx-api.ts only: @nx/devkit is not always there, and other deep paths change with each Nx',
      ),
    ]),
  },
);
