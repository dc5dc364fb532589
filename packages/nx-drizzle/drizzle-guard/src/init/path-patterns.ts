/** A folder's path as a pattern that git reads literally: the characters of globs are escaped. */
function literal(path: string): string {
  return path.replaceAll(/[\\*?[]/g, '\\$&').replace(/^!/, '\\!');
}

/**
 * A pattern for .gitattributes: `path` literally, then `glob`. White space and a leading `#` or `"` need quotes there,
 * and inside quotes a backslash counts double.
 */
export function attributePattern(path: string, glob: string): string {
  const pattern = `${literal(path)}${glob}`;
  if (!/[\s"]|^#/.test(pattern)) return pattern;
  return `"${pattern.replaceAll(/[\\"]/g, '\\$&').replaceAll('\t', '\\t')}"`;
}

/** A line for a .gitignore (or .prettierignore) at the root: exactly this path, and not one like it further down. */
export function ignorePattern(path: string): string {
  return `/${path.replaceAll(/[\\*?[]/g, '\\$&').replace(/ $/, '\\ ')}`;
}
