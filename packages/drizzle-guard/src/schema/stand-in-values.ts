/** In every value of which one could find something again; no name of anybody's. */
export const MARK = 'stand-in';

/** Resolves nowhere, for ever (RFC 2606). */
const HOST = `${MARK}.invalid`;

const SCHEMES: Readonly<Record<string, string>> = {
  mysql: 'mysql',
  singlestore: 'mysql',
  mssql: 'mssql',
  turso: 'libsql',
};

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
  const long = `${MARK}-`.repeat(8).slice(0, Math.max(64, lengthIn(complaint)));
  const hex = '0123456789abcdef'.repeat(4);
  const word = MARK;
  const general = [
    ...[word, connection, web, '1', 'true', long, hex, `${MARK}@${HOST}`, HOST, 'development', ':memory:'],
    ...['{}', '[]', '00000000-0000-4000-8000-000000000000', '2000-01-01T00:00:00.000Z', '10'],
  ];
  const likely = likelyFor(name, { connection, web, long, word });
  const stated = optionsIn(complaint);
  return [...new Set([...likely, ...stated, ...general])];
}

interface Shapes {
  connection: string;
  web: string;
  long: string;
  word: string;
}

/** By the words that its name is made of. */
function likelyFor(name: string, { connection, web, long, word }: Shapes): string[] {
  const parts = name.replace(/^PG(?=[A-Z])/, 'PG_').replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  const words = new Set(parts.toUpperCase().split(/[^A-Z0-9]+/));
  const has = (...some: string[]) => some.some((one) => words.has(one));
  if (has('NODE') && has('ENV')) return ['development'];
  if (has('EMAIL', 'MAIL')) return [`${MARK}@${HOST}`];
  if (has('PORT')) return ['5432'];
  if (has('URL', 'URI', 'DSN', 'CONNECTION', 'CONNSTR', 'LINK', 'ENDPOINT', 'ORIGIN'))
    return has(
      'APP',
      'API',
      'SITE',
      'BASE',
      'PUBLIC',
      'WEB',
      'AUTH',
      'NEXTAUTH',
      'CALLBACK',
      'WEBHOOK',
      'ENDPOINT',
      'ORIGIN',
    )
      ? [web, connection]
      : [connection, web];
  if (has('HOST', 'HOSTNAME', 'DOMAIN', 'SERVER')) return [HOST];
  if (has('SECRET', 'KEY', 'TOKEN', 'SALT', 'HASH', 'SIGNING')) return [long];
  if (has('TIMEOUT', 'MS', 'SECONDS', 'LIMIT', 'SIZE', 'MAX', 'MIN', 'COUNT', 'POOL', 'TTL')) return ['10'];
  if (has('ENABLE', 'ENABLED', 'DISABLE', 'DISABLED', 'IS', 'HAS', 'USE', 'SSL', 'TLS')) return ['false'];
  if (has('DATABASE', 'DB') && words.size === 1) return [connection, word];
  return [];
}

/** Of the engine that its name names, else of the dialect. With every part that somebody may cut out of it. */
function connectionOf(name: string, dialect: string | null): string {
  const [named] = /redis|mongo(?=db)?|mysql|maria|postgres|^pg|sqlite|turso|libsql/i.exec(name) ?? [];
  const engine = named?.toLowerCase();
  if (engine === 'sqlite' || (dialect === 'sqlite' && engine === undefined)) return FILE;
  const scheme =
    engine === 'redis'
      ? 'redis'
      : engine === 'mongo'
        ? 'mongodb'
        : engine === 'mysql' || engine === 'maria'
          ? 'mysql'
          : engine === 'turso' || engine === 'libsql'
            ? 'libsql'
            : engine === undefined
              ? (SCHEMES[dialect ?? ''] ?? 'postgres')
              : 'postgres';
  if (scheme === 'libsql') return `libsql://${HOST}`;
  return `${scheme}://${MARK}:${MARK}@${HOST}:${scheme === 'mysql' ? 3306 : 5432}/${MARK}`;
}

/** Lists of options, as validators word them: `'a' | 'b'`, `"a"|"b"`, `a, b or c` is too vague. */
function optionsIn(complaint: string): string[] {
  const lists = complaint.matchAll(/(?:\\?["'][\w.:/-]{1,60}\\?["']\s?\|\s?)+\\?["'][\w.:/-]{1,60}\\?["']/g);
  const quoted = [...lists].map(([list]) => /[\w.:/-]+/.exec(list)![0]);
  const arrays = complaint.matchAll(/(?:options|values|expected)["']?:\s*\[\s*["']([\w.:/-]{1,60})["']/g);
  return [...quoted, ...[...arrays].map(([, first]) => first!)];
}

/** The least length that is asked for anywhere in it. */
function lengthIn(complaint: string): number {
  const numbers = [...complaint.matchAll(/(?:minimum|least|>=?|length)["']?:?\s{0,3}(\d{1,4})\b/gi)].map(
    ([, digits]) => Number(digits),
  );
  return Math.min(4096, Math.max(0, ...numbers));
}
