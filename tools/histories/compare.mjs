/** @typedef {import('./expectations.mjs').Expectation} Expectation */

/**
 * What is wrong with a row: [] where check found what is expected, and every difference from what is known of the
 * history is explained.
 * @param {Expectation} expected
 * @param {{ migrations: number, found: import('./expectations.mjs').Found }} checked
 * @returns {string[]}
 */
export function problemsOf(expected, checked) {
  const { migrations, found, explained = {} } = expected;
  const problems = codesOf(found, checked.found)
    .filter((code) => found[code] !== checked.found[code])
    .map((code) => `${code}: found ${checked.found[code] ?? 'none'}, expected ${found[code] ?? 'none'}`);
  if (checked.migrations !== migrations)
    problems.push(`${checked.migrations} migrations, expected ${migrations}`);
  const differing = differencesOf(expected);
  for (const code of codesOf(explained, differing)) {
    if (!(code in explained)) problems.push(`${code}: ${differing[code]}, and nothing explains it`);
    if (!(code in differing)) problems.push(`${code}: an explanation, although nothing differs`);
  }
  return problems;
}

/**
 * Where the number of findings is not the number that is known.
 * @param {Expectation} expected
 * @returns {Record<string, string>} code → the two numbers, in words
 */
export function differencesOf({ base, known, found }) {
  if (known === undefined) return {};
  // Of two sides that meet only what they are to each other is known, not what is wrong with each.
  const codes = base === undefined ? codesOf(known, found) : Object.keys(known);
  return Object.fromEntries(
    codes
      .map((code) => ({ code, there: known[code] ?? 0, here: countOf(found[code]) }))
      .filter(({ there, here }) => there !== here)
      .map(({ code, there, here }) => [code, `${there} known, ${here} found`]),
  );
}

/**
 * How many migrations a code was found at.
 * @param {string | undefined} numbers
 */
export function countOf(numbers) {
  return numbers === undefined ? 0 : numbers.split(' ').length;
}

function codesOf(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
