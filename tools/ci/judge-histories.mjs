import { stripVTControlCharacters } from 'node:util';

const COUNTS = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m;

/**
 * The step counts as the histories that it checked; where they are not there, as skipped.
 * @param {import('./run-command.mjs').Run} run
 * @returns {import('./run-steps.mjs').Verdict}
 */
export function judgeHistories({ problem, output }) {
  const text = stripVTControlCharacters(output);
  const [, passed = 0, , skipped] = COUNTS.exec(text) ?? [];
  const failures = text.split('\n').filter((line) => line.startsWith('FAILED '));
  if (failures.length === 0 && problem !== undefined) failures.push(problem);
  if (failures.length === 0 && !passed && !skipped) failures.push('no history was counted');
  return {
    passed: Number(passed),
    failures: failures.map((failure) => `histories: ${failure.replace(/^FAILED /, '')}`),
    skipped: skipped === undefined ? [] : ['histories: ../shared/histories is not there'],
  };
}
