import { expect, test } from 'vitest';
import { parseJson } from '../text/json';
import { bringBack } from './bring-back';

const helpFor = (text: string) => {
  const parsed = parseJson(text);
  const message = 'problem' in parsed ? parsed.problem.message : '';
  return bringBack({ file: 'drizzle/meta/_journal.json', message }, 'list each once');
};

test('what the merge driver has put together is taken back with the merge', () => {
  expect(helpFor('<<<<<<< ours\n{}\n\n=======\n{}\n\n>>>>>>> theirs\n')).toMatchInlineSnapshot(
    `"take back the merge that was cut off: \`git reset --merge\` (or, where it was recorded like this, \`git reset --keep ORIG_HEAD\`), then merge again"`,
  );
});

test('any other file comes back by itself', () => {
  for (const text of ['{\n<<<<<<< HEAD\n=======\n>>>>>>> main\n}', '{', ''])
    expect(helpFor(text)).toMatchInlineSnapshot(
      `"bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/meta/_journal.json\`; where HEAD has it so too, list each once"`,
    );
});
