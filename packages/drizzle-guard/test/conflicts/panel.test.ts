import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { provedAll, type Branches } from './judged-pair';

const PANEL = path.resolve(repositoryRoot, '../shared/panel/pairs.json');

interface Panel {
  dialect: string;
  base: string[];
  pairs: (Branches & { name: string; truth: 'conflict' | 'commutes' })[];
}

test.runIf(existsSync(PANEL))(
  'of a panel of real situations all conflicts are found, and nobody is accused, whichever side is mine',
  async () => {
    const { dialect, base, pairs } = JSON.parse(readFileSync(PANEL, 'utf8')) as Panel;
    const turned = pairs.map(({ a, b }) => ({ a: b, b: a }));
    const verdicts = await provedAll(dialect, base, [...pairs, ...turned]);
    const found = pairs.map(({ name }, at) => [name, verdicts[at]!.kind, verdicts[at + pairs.length]!.kind]);
    const kindOf = { conflict: 'conflict', commutes: 'commute' };
    expect(found).toEqual(pairs.map(({ name, truth }) => [name, kindOf[truth], kindOf[truth]]));
  },
);
