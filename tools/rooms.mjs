// The rooms of packages/drizzle-guard/src, from low to high: a room imports from rooms that stand above it in this
// table and from no other, so that no two rooms need each other, types included. eslint.config.mjs makes its groups of
// it, and packages/drizzle-guard/test/rooms.test.ts reads every import.
//
// A file is in the room with the longest name that fits: doctor/effects/… in doctor/effects, and not in doctor.

/** What a pure room cannot have: it is handed what it needs. */
export const EFFECTS = /^(?:node:|drizzle-kit|drizzle-orm|@electric-sql\/|esbuild|simple-git)/;

/** Every room that stands above. */
const ALL_ABOVE = Symbol('all above');

/**
 * - pure: neither Node nor git, drizzle-kit or a database
 * - imports: rooms of which it may use everything
 * - types: rooms of which it may name types
 * - node: what a pure room may have of Node, because it is a function of its arguments
 */
const TABLE = {
  version: { pure: true, imports: [] },
  text: { pure: true, node: ['node:crypto'], imports: [] },
  errors: { pure: true, imports: ['text'] },

  files: { imports: ['text', 'errors'] },
  process: { imports: ['text', 'errors'] },
  git: { imports: ['text', 'errors', 'process', 'files'] },
  sources: { imports: ['text', 'errors', 'files', 'git'] },

  history: { pure: true, imports: ['text'], types: ['sources'] },
  ledger: { pure: true, imports: ['text', 'history'] },
  sql: { pure: true, imports: ['text'], types: ['history'] },
  state: { pure: true, imports: ['text', 'history', 'sql'] },
  rules: { pure: true, imports: ['text', 'history', 'ledger', 'sql', 'state'], types: ['errors'] },
  results: { pure: true, imports: ['text', 'rules'], types: ['errors', 'history', 'state'] },

  workspace: { imports: ['text', 'errors', 'files', 'git', 'sources', 'rules'] },
  schema: {
    imports: ['text', 'errors', 'files', 'process', 'sources', 'history', 'sql', 'state', 'rules'],
    types: ['ledger', 'workspace'],
  },
  engines: { imports: ['text', 'errors', 'files', 'process', 'sql'], types: ['ledger'] },

  environments: {
    imports: ['text', 'errors', 'files', 'process', 'workspace', 'schema', 'engines'],
    types: ['ledger', 'sources'],
  },
  replay: {
    imports: ['text', 'errors', 'history', 'sql', 'state', 'rules', 'engines'],
    types: ['sources'],
  },
  seeding: { imports: ['text', 'errors', 'process', 'schema', 'engines'], types: ['workspace'] },
  rehearsal: { imports: ['errors', 'sql', 'engines'] },
  conflicts: { pure: true, imports: ['text', 'sql'], types: ['results', 'engines', 'replay'] },
  radar: { pure: true, imports: ['text', 'history', 'sql'], types: ['results'] },
  'conflicts/effects': { imports: ['text', 'errors', 'sql', 'engines', 'replay', 'rehearsal', 'conflicts'] },
  answers: {
    imports: ['version', 'text', 'files', 'process', 'git', 'sources', 'schema'],
    types: ['errors', 'history', 'rules', 'results', 'workspace'],
  },
  judging: { imports: ALL_ABOVE },

  backup: {
    imports: ['text', 'errors', 'files', 'process', 'ledger', 'workspace', 'engines'],
  },
  rollback: { pure: true, imports: ['text', 'sql', 'state'], types: ['engines'] },
  apply: {
    imports: [
      ...[
        'text',
        'errors',
        'files',
        'process',
        'history',
        'ledger',
        'sql',
        'rules',
        'engines',
        'environments',
        'replay',
        'backup',
        'rehearsal',
        'judging',
        'workspace',
        'schema',
        'seeding',
        'rollback',
      ],
    ],
    types: ['results'],
  },
  'rollback/effects': {
    imports: [
      ...['text', 'errors', 'sources', 'history', 'ledger', 'sql', 'schema', 'engines', 'judging'],
      ...['rollback', 'apply'],
    ],
  },
  doctor: {
    pure: true,
    imports: ['text', 'history', 'sql', 'state', 'rules', 'sources'],
    types: ['files', 'results'],
  },
  'doctor/effects': {
    imports: [
      ...['text', 'errors', 'files', 'process', 'history', 'sql', 'state', 'rules', 'schema', 'engines'],
      ...['replay', 'doctor'],
    ],
    types: ['sources', 'workspace'],
  },
  rebase: { pure: true, imports: ['text', 'history', 'sql', 'state'], types: ['results'] },
  'rebase/effects': {
    imports: [
      ...[
        'text',
        'errors',
        'files',
        'git',
        'sources',
        'history',
        'ledger',
        'sql',
        'state',
        'rules',
        'replay',
      ],
      ...['environments', 'judging', 'apply', 'doctor', 'rebase'],
    ],
    types: ['results', 'workspace'],
  },
  init: { pure: true, imports: ['text', 'errors'], types: ['files', 'history', 'workspace'] },
  'init/effects': {
    imports: ['version', 'text', 'errors', 'files', 'git', 'history', 'schema', 'engines', 'init'],
    types: ['sources', 'workspace'],
  },
  report: { pure: true, node: ['node:util'], imports: ['text', 'rules', 'results'], types: ['errors'] },

  terminal: { imports: ['text', 'report', 'results'] },

  commands: { imports: ALL_ABOVE },
  hooks: { imports: ALL_ABOVE },
  cli: {
    imports: ['version', 'text', 'errors', 'judging', 'results', 'report', 'terminal', 'commands', 'hooks'],
  },
  runtime: {
    imports: [
      ...['text', 'errors', 'files', 'history', 'engines', 'environments', 'judging', 'apply', 'commands'],
    ],
    types: ['sources'],
  },
  targets: { imports: ['workspace', 'environments', 'commands'] },
  index: {
    imports: [
      ...['version', 'text', 'errors', 'workspace', 'judging', 'init', 'results', 'report', 'terminal'],
      'commands',
    ],
    types: ['rules', 'init/effects'],
  },
};

/** @type {import('./rooms.d.mts').Room[]} */
export const rooms = Object.entries(TABLE).map(
  ([name, { pure = false, node = [], imports, types = [] }], at, all) => ({
    name,
    pure,
    node,
    imports: imports === ALL_ABOVE ? all.slice(0, at).map(([above]) => above) : imports,
    types,
  }),
);

/** The room of a file or of an import's place, both from packages/drizzle-guard/src and without an ending. */
export function roomOf(place) {
  const fits = rooms.filter(({ name }) => place === name || place.startsWith(`${name}/`));
  return fits.reduce((best, room) => (best && best.name.length > room.name.length ? best : room), undefined);
}
