/** One file as it is and as it is to be; null where there is none. */
export interface FileEdit {
  /** From the root, with forward slashes. */
  file: string;
  before: string | null;
  after: string | null;
}
