import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The step counts as its tests. It counts as a failure of its own where that would hide one: no report, no tests,
 * or an exit code that no failed test explains.
 * @param {string} file vitest's JSON report
 * @param {string | undefined} problem how the run ended, unless it was with 0
 * @returns {import('./run-steps.mjs').Verdict}
 */
export function judgeTests(file, problem) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failures: [`tests: no report to count (${problem ?? 'ended with 0'})`], skipped: [] };
  }
  const files = report.testResults.map(judgeFile);
  const passed = files.reduce((sum, verdict) => sum + verdict.passed, 0);
  const failures = files.flatMap((verdict) => verdict.failures);
  const skipped = files.flatMap((verdict) => verdict.skipped);
  if (passed + failures.length + skipped.length === 0) failures.push('tests: there were none');
  else if (failures.length === 0 && problem !== undefined) failures.push(`tests: ${problem}`);
  return { passed, failures, skipped };
}

function judgeFile({ name, status, message, assertionResults }) {
  const file = path.relative(process.cwd(), name);
  const verdict = { passed: 0, failures: [], skipped: [] };
  for (const test of assertionResults) {
    const title = `${file} › ${test.fullName}`;
    if (test.status === 'passed') verdict.passed += 1;
    else if (test.status === 'skipped' || test.status === 'todo')
      verdict.skipped.push(`${title}: ${skipReason(test)}`);
    else verdict.failures.push(`${title}: ${test.failureMessages[0]?.split('\n')[0] ?? 'it did not finish'}`);
  }
  // An import or a hook that fails leaves no failed test behind.
  if (status !== 'passed' && verdict.failures.length === 0)
    verdict.failures.push(`${file}: ${message.split('\n')[0] || 'a hook failed'}`);
  return verdict;
}

function skipReason({ status, meta }) {
  if (status === 'todo') return 'still to be written';
  // `test.runIf` gives none: in this project only `isLong` is asked there.
  return meta?.skipReason ?? 'waits for npm run test:long';
}
