/** The id of a link in a list: that of its text, and never that of a file which says the same. */
export function idOfLink(blob: string): string {
  return `link ${blob}`;
}

/** The id of its text. */
export function blobOfLink(id: string): string {
  return id.slice('link '.length);
}
