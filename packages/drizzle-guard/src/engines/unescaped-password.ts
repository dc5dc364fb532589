/**
 * Whether a password was written into a URL as it is, with a character at which the address ends: what stands before that
 * is read as host and port then, and the rest of the password as the name of the database, which is printed.
 */
export function hasUnescapedPassword(url: string): boolean {
  return /^\w+:\/\/[^/?#@]*:[^/?#]*(?:[/#][^?]*|\?[^=]*)@/.test(url);
}
