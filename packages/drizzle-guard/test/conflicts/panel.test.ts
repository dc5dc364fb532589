import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from 'testkit';
import { describe, expect, test } from 'vitest';
import { readAll, ruledAll, type Branches } from './judged-pair';

const PANEL = path.resolve(repositoryRoot, '../shared/panel/pairs.json');

interface Panel {
  dialect: string;
  base: string[];
  pairs: (Branches & { name: string; truth: 'conflict' | 'commutes' })[];
}

const kindOf = { conflict: 'conflict', commutes: 'commute' };

describe.runIf(existsSync(PANEL))('a panel of real situations', () => {
  test('all conflicts are found, and nobody is accused, whichever side is mine; so the text tells, too', async () => {
    const { dialect, base, pairs, both } = panel();
    const rulings = await ruledAll(dialect, base, both);
    const found = both.map(({ name }, at) => [name, rulings[at]!.verdict.kind, rulings[at]!.readOtherwise]);
    expect(found).toEqual([...pairs, ...pairs].map(({ name, truth }) => [name, kindOf[truth], null]));
  });

  test('by the text alone', async () => {
    const { dialect, base, pairs, both } = panel();
    const read = await readAll(dialect, base, both);
    const found = both.map(({ name }, at) => [name, read[at]!.verdict.kind]);
    expect(found).toEqual([...pairs, ...pairs].map(({ name, truth }) => [name, kindOf[truth]]));
  });
});

function panel() {
  const { dialect, base, pairs } = JSON.parse(readFileSync(PANEL, 'utf8')) as Panel;
  const turned = pairs.map(({ name, a, b }) => ({ name, a: b, b: a }));
  return { dialect, base, pairs, both: [...pairs, ...turned] };
}
