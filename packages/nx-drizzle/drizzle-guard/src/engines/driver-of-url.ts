/**
 * drizzle's word for the driver of a connection of which only the URL is known: a folder is PGlite's. Null where the
 * dialect says enough.
 */
export function driverOfUrl(dialect: string, url: string): string | null {
  const hasScheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i.test(url);
  return dialect === 'postgresql' && !hasScheme ? 'pglite' : null;
}
