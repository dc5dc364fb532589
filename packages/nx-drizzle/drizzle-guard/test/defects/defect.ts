/** One way to spoil a history, and what is to be found then. */
export interface Defect<Folder> {
  /** The code that is its own. */
  code: string;
  /** How it comes about, in words. */
  what: string;
  inject(folder: Folder): void;
  /** What else is found, and why that is no fault of the checks. */
  also?: Readonly<Record<string, string>>;
  /** The dialects that can have it; by default all. */
  dialects?: readonly string[];
}
