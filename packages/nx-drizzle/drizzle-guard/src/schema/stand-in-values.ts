/** In every value that may be told from what the code itself says. */
export const MARK = 'stand-in';

/** Resolves nowhere, for ever (RFC 2606). */
const HOST = `${MARK}.invalid`;

/** Of URLs, by what their engine is called in a dialect or in a name. */
const SCHEMES: readonly [engine: RegExp, scheme: string, port: number][] = [
  [/redis/, 'redis', 6379],
  [/mongo/, 'mongodb', 27017],
  [/turso|libsql/, 'libsql', 443],
  [/sqlite/, 'file', 0],
  [/mysql|maria|singlestore/, 'mysql', 3306],
  [/mssql/, 'mssql', 1433],
  [/postgres|^pg/, 'postgres', 5432],
];

/** Below a folder that is not there, so that nothing can be made by opening it. */
const FILE = `file:///${HOST}/${MARK}.db`;

/**
 * Harmless values for a variable, the likeliest first.
 * @param dialect whose URL a connection has; null where it is not known
 * @param complaint what was said of the values before, which may tell what is wanted: options, a length
 */
export function standInsFor(name: string, dialect: string | null, complaint = ''): string[] {
  const connection = connectionOf(name, dialect);
  const web = `https://${HOST}`;
  const sizes = lengthsIn(complaint);
  const long = ofLength(Math.max(64, ...sizes));
  const hex = '0123456789abcdef'.repeat(4);
  const word = MARK;
  const general = [
    ...[word, connection, web, '1', 'true', long, hex, `${MARK}@${HOST}`, HOST, 'development', ':memory:'],
    ...['{}', '[]', '00000000-0000-4000-8000-000000000000', '2000-01-01T00:00:00.000Z', '10'],
  ];
  const likely = likelyFor(name, { connection, web, long, word });
  const stated = [...optionsIn(complaint), ...sizes.map(ofLength), ...beginningsIn(complaint, connection)];
  return [...new Set([...likely, ...stated, ...general])];
}

interface Shapes {
  connection: string;
  web: string;
  long: string;
  word: string;
}

/** Words in the name of a URL that is no connection. */
const OF_THE_WEB = [
  ...['APP', 'API', 'SITE', 'BASE', 'PUBLIC', 'WEB', 'AUTH', 'NEXTAUTH', 'CALLBACK', 'WEBHOOK', 'ENDPOINT'],
  'ORIGIN',
];

/** By the words that its name is made of. */
function likelyFor(name: string, { connection, web, long, word }: Shapes): string[] {
  const parts = name.replace(/^PG(?=[A-Z])/, 'PG_').replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  const words = new Set(parts.toUpperCase().split(/[^A-Z0-9]+/));
  const has = (...some: string[]) => some.some((one) => words.has(one));
  if (has('NODE') && has('ENV')) return ['development'];
  if (has('EMAIL', 'MAIL')) return [`${MARK}@${HOST}`];
  if (has('PORT')) return ['5432'];
  if (has('URL', 'URI', 'DSN', 'CONNECTION', 'CONNSTR', 'LINK', 'ENDPOINT', 'ORIGIN'))
    return has(...OF_THE_WEB)
      ? [web, connection]
      : [connection, connection.replace(/^postgres:/, 'postgresql:'), web];
  if (has('HOST', 'HOSTNAME', 'DOMAIN', 'SERVER')) return [HOST];
  if (has('SECRET', 'KEY', 'TOKEN', 'SALT', 'HASH', 'SIGNING')) return [long];
  if (has('TIMEOUT', 'MS', 'SECONDS', 'LIMIT', 'SIZE', 'MAX', 'MIN', 'COUNT', 'POOL', 'TTL')) return ['10'];
  if (has('ENABLE', 'ENABLED', 'DISABLE', 'DISABLED', 'IS', 'HAS', 'USE', 'SSL', 'TLS')) return ['false'];
  if (has('DATABASE', 'DB') && words.size === 1) return [connection, word];
  return [];
}

/** Of the engine that its name names, else of the dialect. With every part that somebody may cut out of it. */
function connectionOf(name: string, dialect: string | null): string {
  const schemeIn = (text: string) => SCHEMES.find(([engine]) => engine.test(text));
  const [, scheme, port] = schemeIn(name.toLowerCase()) ?? schemeIn(dialect ?? '') ?? SCHEMES.at(-1)!;
  if (scheme === 'file') return FILE;
  if (scheme === 'libsql') return `libsql://${HOST}`;
  return `${scheme}://${MARK}:${MARK}@${HOST}:${port}/${MARK}`;
}

/** Lists of options, as validators word them: `'a' | 'b'`, `"a"|"b"`, `a, b or c` is too vague. */
function optionsIn(complaint: string): string[] {
  const lists = complaint.matchAll(/(?:\\?["'][\w.:/-]{1,60}\\?["']\s?\|\s?)+\\?["'][\w.:/-]{1,60}\\?["']/g);
  const quoted = [...lists].map(([list]) => /[\w.:/-]+/.exec(list)![0]);
  const arrays = complaint.matchAll(/(?:options|values|expected)["']?:\s*\[\s*["']([\w.:/-]{1,60})["']/g);
  return [...quoted, ...[...arrays].map(([, first]) => first!)];
}

/** What a value has to begin with, as validators word it. */
function beginningsIn(complaint: string, connection: string): string[] {
  const found = complaint.matchAll(/(?:starts? with|prefix)["']?:?\s{0,3}\\?["'`]([^"'`\\\s]{1,60})/gi);
  return [...found].map(([, text]) =>
    text!.endsWith('://')
      ? text! + connection.slice(connection.indexOf('://') + 3)
      : `${text!}${ofLength(40)}`,
  );
}

/** The lengths that are asked for anywhere in it. */
function lengthsIn(complaint: string): number[] {
  const found = complaint.matchAll(
    /(?:minimum|maximum|least|most|exactly|[<>]=?|length)["']?:?\s{0,3}(\d{1,4})\b/gi,
  );
  return [...new Set([...found].map(([, digits]) => Number(digits)))].filter((size) => size > 0);
}

function ofLength(size: number): string {
  return `${MARK}-`.repeat(Math.ceil(size / (MARK.length + 1))).slice(0, size);
}
