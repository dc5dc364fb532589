/**
 * The text of a drizzle config.
 * @param stated what it states; its schema is `schema.ts` and its folder `drizzle`, unless that says otherwise
 */
export function drizzleConfig(stated: Readonly<Record<string, unknown>>): string {
  return `export default ${JSON.stringify({ schema: './schema.ts', out: './drizzle', ...stated })};\n`;
}

/** The same of a PGlite database, in `.pglite` unless another directory is named. */
export function pgliteConfig(
  stated: Readonly<Record<string, unknown>> = {},
  directory = './.pglite',
): string {
  return drizzleConfig({
    dialect: 'postgresql',
    driver: 'pglite',
    dbCredentials: { url: directory },
    ...stated,
  });
}
