import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BinRun, Repository } from 'testkit';
import { CONFIG } from '../fixtures';
import { schemaWith, steps } from './fixtures';

type Files = Record<string, string>;

export const SCHEMA = 'db/src/schema.ts';
const COLUMN = "import { text } from 'drizzle-orm/pg-core';\nexport const more = { tag: text('tag') };\n";
const NOTHING = 'export const more = {};\n';
export const NEW_COLUMN = 'table entries: column tag is new';

/** Leaves a mark beside the repository each time that it is evaluated. */
export const MARK = `import { appendFileSync } from 'node:fs';\nappendFileSync(process.cwd() + '/../../evaluated', '.');\n`;

/** A schema that takes columns from what `statement` gives as `more`. */
function using(statement: string): string {
  const withMore = schemaWith().replace(
    "  note: text('note').notNull(),\n",
    "  note: text('note').notNull(),\n  ...more,\n",
  );
  return `${MARK}${statement}\n${withMore}`;
}

export function evaluations(repository: Repository): number {
  return readFileSync(path.join(path.dirname(repository.dir), 'evaluated'), 'utf8').length;
}

export function stage(repository: Repository, files: Files): void {
  repository.write(files);
  repository.prepare('add', '.');
}

export function preCommit(repository: Repository, env: Files = {}): BinRun {
  return repository.bin(['hook', 'pre-commit'], { env: { ...repository.env, ...env } });
}

export interface Input {
  /** What there is at first, in sync with the snapshot. */
  files?: Files;
  /** Not under git. */
  installed?: Files;
  change: (repository: Repository) => void;
  env?: Files;
  /** What the hook says then. */
  says: string;
  /** Of what is not under git HEAD would say the same, so nothing is stopped. */
  exitCode?: 0;
}

const OLDER = { says: '1 older finding, not of this change', exitCode: 0 } as const;

/** Everything on which a verdict rests, and a change of each. */
export const INPUTS: Record<string, Input> = {
  'the schema': {
    change: (repository) => stage(repository, { [SCHEMA]: MARK + schemaWith('tag') }),
    says: NEW_COLUMN,
  },
  'a file that it imports': {
    files: { [SCHEMA]: using("import { more } from './more';"), 'db/src/more.ts': NOTHING },
    change: (repository) => stage(repository, { 'db/src/more.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a new file in place of a folder’s index': {
    files: { [SCHEMA]: using("import { more } from './more';"), 'db/src/more/index.ts': NOTHING },
    change: (repository) => stage(repository, { 'db/src/more.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a new file in the schema’s folder': {
    files: { [SCHEMA]: MARK + schemaWith(), 'db/drizzle.config.ts': CONFIG.replace('schema.ts', '*.ts') },
    change: (repository) =>
      stage(repository, {
        'db/src/more.ts':
          "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const more = pgTable('more', { a: text() });\n",
      }),
    says: 'table more is new',
  },
  'a sibling’s source': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "exports": "./index.ts" }',
      'shared/index.ts': NOTHING,
    },
    change: (repository) => stage(repository, { 'shared/index.ts': COLUMN }),
    says: NEW_COLUMN,
  },
  'a sibling’s package.json': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "exports": "./index.ts" }',
      'shared/index.ts': NOTHING,
      'shared/other.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, { 'shared/package.json': '{ "name": "shared", "exports": "./other.ts" }' }),
    says: NEW_COLUMN,
  },
  'a sibling’s build, which git ignores': {
    files: {
      [SCHEMA]: using("import { more } from 'shared';"),
      'shared/package.json': '{ "name": "shared", "main": "./dist/index.js" }',
      '.gitignore': 'dist\n',
    },
    installed: { 'shared/dist/index.js': 'exports.more = {};\n' },
    change: (repository) =>
      repository.write({
        'shared/dist/index.js': "exports.more = { tag: require('drizzle-orm/pg-core').text('tag') };\n",
      }),
    ...OLDER,
  },
  'a tsconfig that is extended': {
    files: {
      [SCHEMA]: using("import { more } from '@lib/more';"),
      'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./one/*"] } } }',
      'db/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      'one/more.ts': NOTHING,
      'two/more.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, {
        'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./two/*"] } } }',
      }),
    says: NEW_COLUMN,
  },
  'a tsconfig that was not there': {
    files: {
      [SCHEMA]: using("import { more } from '@lib/more';"),
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./one/*"] } } }',
      'one/more.ts': NOTHING,
      'two/more.ts': COLUMN,
    },
    change: (repository) =>
      stage(repository, {
        'db/tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["../two/*"] } } }',
      }),
    says: NEW_COLUMN,
  },
  'the newest snapshot': {
    files: { ...steps({ tag: '0003_tag', column: 'tag' }), [SCHEMA]: MARK + schemaWith('tag') },
    change: (repository) => {
      const [file, text] = Object.entries(steps({ tag: '0003_tag', column: 'author' })).find(([name]) =>
        name.endsWith('0003_snapshot.json'),
      )!;
      stage(repository, { [file]: text });
    },
    says: NEW_COLUMN,
  },
  'a migration that goes away': {
    change: (repository) => void repository.prepare('rm', '--quiet', 'db/drizzle/0001_entries.sql'),
    says: 'error[missing-sql] 0001_entries',
  },
  'the drizzle config': {
    change: (repository) =>
      stage(repository, { 'db/drizzle.config.ts': CONFIG.replace("'./drizzle'", "'./elsewhere'") }),
    says: 'table users is new',
  },
  'an installed package': {
    files: { [SCHEMA]: using("import { more } from 'columns';") },
    installed: {
      'db/node_modules/columns/package.json': '{ "name": "columns", "version": "1.0.0", "main": "index.js" }',
      'db/node_modules/columns/index.js': 'exports.more = {};\n',
    },
    change: (repository) =>
      repository.write({
        'db/node_modules/columns/index.js':
          "exports.more = { tag: require('drizzle-orm/pg-core').text('tag') };\n",
      }),
    ...OLDER,
  },
  'a variable that it reads': {
    files: { [SCHEMA]: using("const more = process.env.LC_WIDE ? { tag: text('tag') } : {};") },
    change: () => undefined,
    env: { LC_WIDE: '1' },
    ...OLDER,
  },
  'a variable that it looks for in a list of all': {
    files: { [SCHEMA]: using("const more = { ...process.env }.LC_WIDE ? { tag: text('tag') } : {};") },
    change: () => undefined,
    env: { LC_WIDE: '1' },
    ...OLDER,
  },
  'a variable of which it asks only in passing': {
    files: {
      [SCHEMA]: using("const more = Object.hasOwn(process.env, 'LC_WIDE') ? { tag: text('tag') } : {};"),
    },
    change: () => undefined,
    env: { LC_WIDE: '1' },
    ...OLDER,
  },
  'a variable of which it asks only whether it is there': {
    files: {
      [SCHEMA]: using(
        "const more = Object.keys(process.env).includes('LC_WIDE') ? { tag: text('tag') } : {};",
      ),
    },
    change: () => undefined,
    env: { LC_WIDE: '1' },
    ...OLDER,
  },
};
