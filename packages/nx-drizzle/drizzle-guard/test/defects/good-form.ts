import { expect } from 'vitest';
import { knownCodes } from '../../src/rules/codes';
import type { Found } from '../found';

/** A finding that can be read, looked up and gone to. */
export function expectGoodForm({ code, message, help, file, line }: Found): void {
  expect(knownCodes).toContain(code);
  for (const words of [message, help]) {
    expect(words).not.toBe('');
    expect(words).not.toMatch(/\bundefined\b|\[object |\bNaN\b/);
  }
  if (file !== undefined) expect(file).toMatch(/^drizzle\//);
  if (line !== undefined) expect(line).toBeGreaterThan(0);
}
