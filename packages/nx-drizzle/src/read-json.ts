import { readFileSync } from 'node:fs';

/**
 * Reads a JSON file that may be absent.
 *
 * @param file an absolute path
 * @returns the object in it; undefined without the file; {} where it is not an object or not JSON, since Nx reports
 * its own files better than a plugin can
 */
export function readJson(file: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
