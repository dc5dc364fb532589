import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Against } from '../results/against';
import type { Finding } from '../rules/finding';
import { renderMarkdown } from './markdown';

const HOSTILE = 'a|b`c``<img src=x onerror=1>@team\n| x | <!-- \\| https://e.example';

const finding = (message: string): Finding => ({
  ...{ code: 'conflicting-migrations', severity: 'error', database: 'shop', migration: '0001_a' },
  ...{ file: 'drizzle/0001_a.sql', line: 3, message, help: 'bring it in' },
});

function against(name: string, sql: string): Against {
  return {
    base: 'origin/main',
    branches: [
      {
        name: 'mine',
        commit: null,
        isThis: true,
        migrations: [{ migration: '0001_a', madeAt: null }],
        state: 'judged',
        why: null,
      },
      {
        name,
        commit: 'c',
        isThis: false,
        migrations: [{ migration: name, madeAt: null }],
        state: 'judged',
        why: null,
      },
      {
        name: 'origin/c',
        commit: 'd',
        isThis: false,
        migrations: [],
        state: 'broken',
        why: 'its history has missing-sql',
      },
    ],
    without: 1,
    pairs: [
      {
        ...{
          branches: ['mine', name],
          verdict: 'conflict',
          how: 'proof',
          notProved: null,
          shown: [`${sql} fails`],
          same: [],
          first: name,
        },
        ...{
          does: [{ migration: '0001_a', file: 'a.sql', line: 1, sql }, null],
          sameNumber: ['0001'],
          late: [],
        },
      },
    ],
    order: [name, 'mine'],
    moves: [{ branch: 'mine', because: [{ kind: 'same number', with: [name] }] }],
    isMergeGroup: false,
  };
}

function rendered(findings: Finding[], told?: Against): string {
  const base = { name: 'shop', dir: 'db', dialect: 'postgresql', layout: 'journal', notChecked: [] };
  return renderMarkdown({
    command: 'check',
    databases: [{ ...base, findings, ...(told ? { against: told } : {}) }],
  });
}

test('findings, branches, pairs and the order', () => {
  expect(rendered([finding('0001_a is wrong')], against('origin/b', 'DROP TABLE "x"')))
    .toMatchInlineSnapshot(`
    "### drizzle-guard check

    **1 error, 0 warnings**

    #### \`shop\`

    **error** \`conflicting-migrations\` in \`drizzle/0001_a.sql:3\`

    \`\`\`text
    0001_a is wrong
    help: bring it in
    \`\`\`

    \`against origin/main: 3 branches bring migrations, 1 branch brings none\`

    | branch | migrations | when it lands |
    | --- | --- | --- |
    | \`this branch\` | \`0001_a\` | \`moves: same number as origin/b\` |
    | \`origin/c\` |  | \`broken: its history has missing-sql\` |
    | \`origin/b\` | \`origin/b\` |  |

    \`\`\`text
    this branch and origin/b conflict: DROP TABLE "x" fails
      this branch: \`DROP TABLE "x"\` (a.sql:1)
      the order that works: origin/b, then this branch
    \`\`\`

    \`\`\`text
    lands in this order: origin/b, this branch (moves) (1 move, no order has fewer)
    \`\`\`
    "
  `);
});

test('nothing found, and what could not be done', () => {
  expect(rendered([])).toBe('### drizzle-guard check\n\nNothing found.\n');
  const error = { code: 'no-base', message: 'none', help: 'name it' } as const;
  expect(renderMarkdown({ command: 'check', databases: [], error })).toMatchInlineSnapshot(`
    "### drizzle-guard check

    **could not be done** \`no-base\`

    \`\`\`text
    none
    help: name it
    \`\`\`
    "
  `);
});

/** What is outside of code, by GitHub's rules for fences and backticks. */
function outsideOfCode(text: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
    const [ticks] = /^`{3,}/.exec(line) ?? [];
    if (fence === null && ticks !== undefined) fence = ticks;
    else if (fence !== null && line.trim() === fence) fence = null;
    else if (fence === null) lines.push(line.replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, 'CODE'));
  }
  return lines.join('\n');
}

test('what people can write is never outside of code, whatever it is', () => {
  const plain = outsideOfCode(rendered([finding('plain')], against('origin/b', 'x')));
  const anyText = fc.stringMatching(/^[a-z|`<>@\\~*_#! \n-]{0,20}$/);
  fc.assert(
    fc.property(anyText, (text) => {
      const told = outsideOfCode(
        rendered([finding(`${HOSTILE}${text}`)], against(`o${HOSTILE}${text}`, `${text}${HOSTILE}`)),
      );
      expect(told).toBe(plain);
    }),
  );
});

test('a row of the table keeps its cells', () => {
  const [table] = rendered([], against(HOSTILE, 'x')).split('```text');
  const rows = table!.split('\n').filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(5);
  for (const row of rows) expect(row.replaceAll(String.raw`\|`, '').match(/\|/g)).toHaveLength(4);
});
