import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { proved } from './judged-pair';

const PANEL = path.resolve(__dirname, '../../../../../shared/panel/pairs.json');
const { dialect, base, pairs } = JSON.parse(readFileSync(PANEL, 'utf8'));
for (const { name, a, b, truth } of pairs)
  test(name, async () => {
    const one = await proved(dialect, base, a, b);
    const other = await proved(dialect, base, b, a);
    expect([one.kind, other.kind]).toEqual(
      truth === 'conflict' ? ['conflict', 'conflict'] : ['commute', 'commute'],
    );
  });
