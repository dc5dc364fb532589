import { GuardError } from '../../errors/guard-error';
import { serverPlaceOf, type Place as MysqlPlace } from '../mysql/credentials';
import { placeOf, type Place as PostgresPlace } from '../postgres/credentials';

/** A server on which scratch databases may be made. */
export type ShadowServer =
  { dialect: 'postgresql'; place: PostgresPlace } | { dialect: 'mysql'; place: MysqlPlace };

/**
 * @param url of a server of Postgres, MySQL or MariaDB
 * @param variable the name of the variable that holds it
 * @param variables for what a URL of Postgres leaves out
 * @returns null for a URL of something else
 * @throws GuardError `cannot-connect` for one that cannot be read; without the text, which holds a password
 */
export function shadowServer(
  url: string,
  variable: string,
  variables: NodeJS.ProcessEnv,
): ShadowServer | null {
  const described = (server: string) => `the shadow's server ${server} (${variable})`;
  try {
    if (/^(mysql|mariadb):\/\//i.test(url)) return { dialect: 'mysql', place: serverPlaceOf(url, described) };
    if (!/^postgres(ql)?:\/\//i.test(url)) return null;
    const place = placeOf({ url }, variables);
    // Where no database is named, the one that every server has.
    const database = new URL(url).pathname.length > 1 ? place.config.database! : 'postgres';
    const server = place.description.slice(0, place.description.lastIndexOf('/'));
    return {
      dialect: 'postgresql',
      place: { ...place, config: { ...place.config, database }, description: described(server) },
    };
  } catch (thrown) {
    throw new GuardError(
      'cannot-connect',
      `the URL of the shadow's server, in the variable ${variable}, cannot be read`,
      'correct it (special characters of a password are written as in encodeURIComponent); nothing was done',
      { cause: thrown },
    );
  }
}
