import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './read-json';

/**
 * Collects the patterns that make a folder a package of the workspace, from where Nx takes them: `workspaces` in the
 * root's package.json, pnpm-workspace.yaml and lerna.json.
 *
 * @param workspaceRoot an absolute path
 * @returns patterns of folders as written there, `!` for those left out
 */
export function readWorkspacePatterns(workspaceRoot: string): string[] {
  const { workspaces } = readJson(join(workspaceRoot, 'package.json')) ?? {};
  const patterns = [...strings(Array.isArray(workspaces) ? workspaces : packagesOf(workspaces))];
  patterns.push(...parsePnpmPackages(readText(join(workspaceRoot, 'pnpm-workspace.yaml'))));
  const lerna = readJson(join(workspaceRoot, 'lerna.json'));
  if (lerna !== undefined)
    patterns.push(...(strings(lerna['packages']).length > 0 ? strings(lerna['packages']) : ['packages/*']));
  return patterns;
}

/**
 * Reads the `packages` of a pnpm-workspace.yaml, as a block list or in brackets. Not a YAML parser: a plugin that is
 * loaded with every nx command stays without dependencies.
 *
 * @param text the file's text
 * @returns the patterns, without quotes
 */
export function parsePnpmPackages(text: string): string[] {
  const inBrackets = /^packages:\s*\[([^\]]*)\]/m.exec(text)?.[1];
  if (inBrackets !== undefined) return inBrackets.split(',').map(unquote).filter(Boolean);
  const block =
    /^packages:[^\n]*\n((?:[ \t]*(?:-[^\n]*|#[^\n]*)?\n)*)/m.exec(`${text.replace(/\r/g, '')}\n`)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => /^\s*-\s*(.+)$/.exec(line)?.[1] ?? '')
    .map(unquote)
    .filter(Boolean);
}

/**
 * Decides whether a folder is a package of the workspace.
 *
 * @param folder relative to the workspace's root, with `/`
 * @param patterns as `readWorkspacePatterns` returns them
 */
export function isWorkspacePackage(folder: string, patterns: readonly string[]): boolean {
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const included = patterns.filter((pattern) => !pattern.startsWith('!'));
  return (
    included.some((pattern) => matches(folder, pattern)) &&
    !excluded.some((pattern) => matches(folder, pattern))
  );
}

/** `packages/**` takes in `packages` itself, and no wildcard a folder that begins with a dot: both as in Nx. */
function matches(folder: string, pattern: string): boolean {
  const source = pattern
    .replace(/^\.\//, '')
    .replace(/(?:\/package\.json)?\/*$/, '')
    .split('/')
    .map((part) =>
      part === '**'
        ? '(?:(?!\\.)[^/]+/)*'
        : `${part
            .split(/(\*|\?|\{[^}]*\})/)
            .map(wildcard)
            .join('')}/`,
    )
    .join('');
  return new RegExp(`^${source}$`).test(`${folder}/`);
}

function wildcard(part: string, position: number): string {
  const hidden = position <= 1 ? '(?!\\.)' : '';
  if (part === '*') return `${hidden}[^/]*`;
  if (part === '?') return `${hidden}[^/]`;
  if (part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(literal).join('|')})`;
  return literal(part);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function unquote(text: string): string {
  return text.trim().replace(/^(['"])(.*?)\1.*$|^([^'"#]*?)\s*(?:#.*)?$/, '$2$3');
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function packagesOf(workspaces: unknown): unknown {
  return typeof workspaces === 'object' && workspaces !== null
    ? (workspaces as { packages?: unknown }).packages
    : [];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
