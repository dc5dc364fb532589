// Checks real histories of public projects, which lie beside this repository or do not, against what is known of them.
// A finding that is not expected is a failure, and so is an expected one that is not found; a slow check is none.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { measurementsText } from '../bench/table.mjs';
import { repositoryRoot } from '../bench/programs.mjs';
import { besideDrizzleKit } from './beside-drizzle-kit.mjs';
import { checkHistory } from './check.mjs';
import { withClone } from './clone.mjs';
import { problemsOf } from './compare.mjs';
import { histories } from './expectations.mjs';
import { merges } from './merges.mjs';
import { explanationsText, problemsText, rowsText } from './report.mjs';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');

function checkRow(clone, expected) {
  try {
    if (expected.base === undefined) clone.checkOut(expected.branch);
    const checked = checkHistory(clone, expected);
    return { expected, checked, problems: problemsOf(expected, checked) };
  } catch (error) {
    return { expected, problems: [error.message] };
  }
}

async function runHistories() {
  if (!existsSync(BUNDLE)) {
    console.log('../shared/histories is not there, so no history was checked.');
    console.log('0 passed, 0 failed, 1 skipped');
    return 0;
  }
  const { rows, measurement } = await withClone(BUNDLE, async (clone) => ({
    rows: [...histories, ...merges].map((expected) => checkRow(clone, expected)),
    measurement: await besideDrizzleKit(clone),
  }));
  console.log(`${rowsText(rows)}\n\n${explanationsText(rows)}\n\n${measurementsText([measurement])}\n`);
  const failed = rows.filter(({ problems }) => problems.length > 0);
  if (failed.length > 0) console.log(`${problemsText(failed)}\n`);
  console.log(`${rows.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await runHistories();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
