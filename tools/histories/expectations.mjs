// What is known of each history, and what check finds there. Every migration named here was looked at by hand.

/** @typedef {Readonly<Record<string, string>>} Found code → the numbers (or times) of its migrations, in order */

/**
 * @typedef {object} Expectation
 * @property {string} branch
 * @property {string} [base] the branch that it is to land on, where it is checked against one
 * @property {number} migrations
 * @property {boolean} [isRead] whether it is checked without a shadow
 * @property {Found} found
 * @property {Readonly<Record<string, number>>} [known] code → how many there are by the list that lies beside the
 *   bundle; absent where that list says nothing
 * @property {Readonly<Record<string, string>>} [explained] code → why the two differ, and who is right
 * @property {string} [note] what else there is to say
 */

/** @type {readonly Expectation[]} */
export const histories = [
  {
    branch: 'history/akash-api',
    migrations: 38,
    known: { 'dangling-parent': 1 },
    found: { 'dangling-parent': '0029' },
  },
  {
    branch: 'history/dokploy',
    migrations: 186,
    known: { 'orphan-sql': 1, 'dangling-parent': 1 },
    found: { 'orphan-sql': '0130', 'dangling-parent': '0066' },
  },
  {
    branch: 'history/homarr-mysql',
    migrations: 44,
    known: { 'duplicate-snapshot': 1, 'malformed-snapshot': 1 },
    found: { 'malformed-snapshot': '0042', 'duplicate-snapshot': '0003', 'dangling-parent': '0003' },
    explained: {
      'dangling-parent':
        '0003 has the id of 0002 and a parent of its own, which is the id of no file: two faults, and the list counts one',
    },
  },
  { branch: 'history/homarr-postgresql', migrations: 10, known: {}, found: {} },
  { branch: 'history/homarr-sqlite', migrations: 42, known: {}, found: {} },
  {
    branch: 'history/latitude',
    migrations: 275,
    known: { 'index-gap': 1, 'orphan-sql': 3, 'missing-snapshot': 1, 'dangling-parent': 3 },
    found: {
      'missing-snapshot': '0028',
      'orphan-sql': '0200 0236 0249',
      'dangling-parent': '0029 0084 0221',
      'index-gap': '0084',
    },
  },
  {
    branch: 'history/latitude-v1',
    migrations: 39,
    known: { 'forked-history': 2, 'unmerged-fork': 3 },
    found: { 'outdated-snapshot': '20260303113537', 'unmerged-fork': '20260519072418' },
    explained: {
      'forked-history':
        'both are there (two snapshots have two children each), but drizzle-kit 1.0 allows forks: only ends left open are a finding',
      'unmerged-fork': 'the same three open ends: one finding, at the newest, names all of them',
      'outdated-snapshot':
        'its snapshots are of format 8, which drizzle-kit 1.0.0-rc.5 refuses: one finding, at the first of them',
    },
  },
  {
    branch: 'history/sim',
    migrations: 298,
    known: { 'index-gap': 1, 'orphan-sql': 1, 'missing-snapshot': 1, 'dangling-parent': 5 },
    found: {
      'missing-snapshot': '0207',
      'orphan-sql': '0091',
      'dangling-parent': '0009 0030 0041 0101',
      'index-gap': '0030',
    },
    explained: {
      'dangling-parent': 'its root is the beginning that drizzle-kit pull writes, which dangles from nothing',
    },
  },
  { branch: 'history/zero', migrations: 26, known: { 'orphan-sql': 1 }, found: { 'orphan-sql': '0025' } },
];
