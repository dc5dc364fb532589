// Real merges: both sides, what they had in common, and what people made of it. Looked at by hand, as the histories were.

/** @typedef {import('./expectations.mjs').Found} Found */

/**
 * @typedef {object} Merge
 * @property {string} name
 * @property {readonly [base: number, ours: number, theirs: number, human: number]} migrations
 * @property {Found} before what is found in the base and on both sides, unless the side says otherwise
 * @property {Found} [ours]
 * @property {Found} [human] what is found in the merge, where that is not what was found before
 * @property {'ours' | 'theirs'} landed the side that the people kept as it was
 * @property {Found} meeting what is found besides when the other side is checked against the landed one
 * @property {boolean} sameIndex whether that is known of it
 * @property {Found} [lost] what is found besides when the merge is checked against the landed side
 * @property {string} [note]
 */

const LATE_DOKPLOY = { 'orphan-sql': '0130', 'dangling-parent': '0066' };
const EARLY_DOKPLOY = { 'orphan-sql': '0057', 'dangling-parent': '0066' };

/** Both sides made a migration of one number, the other side first. */
const bothTook = (number) => ({
  'forked-history': number,
  'duplicate-prefix': number,
  'late-migration': number,
});

const REWRITTEN = '0071 0072 0073 0074 0075 0076 0077';
const REWRITTEN_DOKPLOY = {
  'orphan-sql': `0057 ${REWRITTEN}`,
  'orphan-snapshot': '0076 0077',
  'dangling-parent': '0066 0076',
};

/** @type {readonly Merge[]} */
const MERGES = [
  {
    name: 'dokploy-1',
    migrations: [182, 183, 183, 184],
    before: LATE_DOKPLOY,
    landed: 'theirs',
    meeting: bothTook('0182'),
    sameIndex: true,
  },
  {
    name: 'dokploy-2',
    migrations: [175, 176, 182, 183],
    before: LATE_DOKPLOY,
    landed: 'theirs',
    meeting: bothTook('0175'),
    sameIndex: true,
  },
  {
    name: 'dokploy-3',
    migrations: [177, 178, 179, 179],
    before: LATE_DOKPLOY,
    human: { ...LATE_DOKPLOY, 'orphan-sql': '0130 0177' },
    landed: 'theirs',
    meeting: bothTook('0177'),
    sameIndex: true,
    note: 'the merge took their journal and kept our SQL file beside it: 0177 is new among the orphans',
  },
  {
    name: 'dokploy-4',
    migrations: [135, 138, 136, 138],
    before: { 'dangling-parent': '0066' },
    landed: 'ours',
    meeting: { ...bothTook('0135'), 'convergent-migrations': '0135' },
    sameIndex: true,
  },
  {
    name: 'dokploy-5',
    migrations: [131, 132, 133, 0],
    before: EARLY_DOKPLOY,
    ours: { ...EARLY_DOKPLOY, 'orphan-sql': '0057 0130' },
    human: { 'broken-journal': '_journal.json', 'dangling-parent': '0066' },
    landed: 'theirs',
    meeting: bothTook('0131'),
    sameIndex: true,
    note: 'a stray letter in line 935 of the committed journal: no program can read it, so no orphan and no base is judged',
  },
  {
    name: 'dokploy-6',
    migrations: [130, 131, 131, 132],
    before: EARLY_DOKPLOY,
    human: { ...EARLY_DOKPLOY, 'orphan-sql': '0057 0130' },
    landed: 'theirs',
    meeting: bothTook('0130'),
    sameIndex: true,
    note: 'the merge took their journal and kept our SQL file beside it: 0130 is new among the orphans',
  },
  {
    name: 'dokploy-7',
    migrations: [120, 121, 122, 123],
    before: EARLY_DOKPLOY,
    landed: 'theirs',
    meeting: bothTook('0120'),
    sameIndex: true,
  },
  {
    name: 'dokploy-8',
    migrations: [119, 120, 120, 121],
    before: EARLY_DOKPLOY,
    landed: 'theirs',
    meeting: bothTook('0119'),
    sameIndex: true,
  },
  {
    name: 'dokploy-9',
    migrations: [78, 76, 79, 77],
    before: EARLY_DOKPLOY,
    ours: REWRITTEN_DOKPLOY,
    human: { ...REWRITTEN_DOKPLOY, 'index-gap': '0078' },
    landed: 'theirs',
    meeting: {
      'removed-migration': REWRITTEN,
      'forked-history': '0071',
      'late-migration': '0071 0072 0073 0074 0075',
    },
    sameIndex: false,
    lost: { 'removed-migration': REWRITTEN, 'late-migration': '0071 0072 0073 0074 0075' },
    note: 'git merges the two without a conflict: our side had made 0071 to 0077 anew under other names and left the old files, their side had gone on to 0078',
  },
  {
    name: 'zero-1',
    migrations: [25, 26, 26, 26],
    before: {},
    human: { 'orphan-sql': '0025' },
    landed: 'theirs',
    meeting: { ...bothTook('0025'), 'convergent-migrations': '0025' },
    sameIndex: true,
    note: 'the merge took their journal and kept our SQL file beside it: 0025',
  },
];

/** @type {readonly import('./expectations.mjs').Expectation[]} */
export const merges = MERGES.flatMap(expectationsOf);

function expectationsOf({ name, before, landed, meeting, sameIndex, ...merge }) {
  const branch = (side) => `merge/${name}/${side}`;
  const [base, ours, theirs, human] = merge.migrations;
  const other = landed === 'ours' ? 'theirs' : 'ours';
  const sides = {
    base: { branch: branch('base'), migrations: base, found: before },
    ours: { branch: branch('ours'), migrations: ours, found: merge.ours ?? before },
    theirs: { branch: branch('theirs'), migrations: theirs, found: before },
    human: { branch: branch('human'), migrations: human, found: merge.human ?? before, note: merge.note },
  };
  const onto = (side, more) => ({
    ...sides[side],
    base: branch(landed),
    found: { ...sides[side].found, ...more },
    note: undefined,
  });
  const meet = { ...onto(other, meeting), ...(sameIndex ? { known: { 'duplicate-prefix': 1 } } : {}) };
  // What their text alone tells has to be what a database says.
  return [...Object.values(sides), meet, { ...meet, isRead: true }, onto('human', merge.lost)];
}
