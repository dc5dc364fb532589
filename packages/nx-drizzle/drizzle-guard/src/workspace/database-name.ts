/** A project's or package's name without its scope. */
export function shortName(name: string): string {
  return name.replace(/^@[^/]*\//, '');
}

/**
 * The name of a database of a project: the project's own, followed by the infix of its config where there are several.
 * @param name the project's, without its scope
 */
export function databaseName(name: string, infix: string, several: boolean): string {
  return several && infix !== '' ? `${name}-${infix}` : name;
}
