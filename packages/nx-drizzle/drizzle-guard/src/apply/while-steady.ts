/** How often it is begun anew, where migrations are being applied one after another. */
const TIMES = 4;

/**
 * Reads something that belongs to a ledger, and looks at the ledger before and after: what was read in between belongs to
 * both only where they are the same.
 * @param first the ledger as it was seen last
 * @param read what belongs to it
 * @param look at the ledger again
 * @param keyOf equal where two looks have seen the same
 * @returns null where it was another one each time
 */
export async function whileSteady<L, H>(
  first: L,
  read: () => Promise<H>,
  look: () => Promise<L>,
  keyOf: (ledger: L) => string,
): Promise<{ ledger: L; held: H } | null> {
  let ledger = first;
  for (let time = 1; time <= TIMES; time++) {
    const held = await read();
    const now = await look();
    if (keyOf(now) === keyOf(ledger)) return { ledger: now, held };
    ledger = now;
  }
  return null;
}
