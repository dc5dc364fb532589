type Environment = Readonly<Record<string, string | undefined>>;

/** White space, comments, strings without escapes, names and numbers; else one character, or an operator of two. */
const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'[^'\\\n]*'|"[^"\\\n]*"|`[^`\\]*`|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|\?\?|\|\||\S/g;

const WORD = /^[A-Za-z_$]/;
const IMPORTED = /^(?:(?:type )?Config|defineConfig)$/;

/** What is anything else than values that are written out. */
class NotLiteral extends Error {}

/**
 * What a drizzle config says, read without running it: where it exports an object of values that are written out and
 * variables of the environment, and imports nothing but drizzle-kit. Most do, and a process that evaluates one takes
 * longer than all that is asked of a database.
 *
 * @param environment what `process.env` stands for
 * @returns null for every other text, and where a variable is not set: that one is evaluated, and says so
 */
export function literalConfig(text: string, environment: Environment): object | null {
  try {
    return new Reader(tokensOf(text), environment).config();
  } catch (thrown) {
    if (thrown instanceof NotLiteral) return null;
    throw thrown;
  }
}

function tokensOf(text: string): string[] {
  return (text.match(TOKEN) ?? []).filter((token) => !/^(?:\s|\/\/|\/\*)/.test(token));
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #environment: Environment;
  #at = 0;

  constructor(tokens: readonly string[], environment: Environment) {
    this.#tokens = tokens;
    this.#environment = environment;
  }

  config(): object {
    const imported = new Set<string>();
    while (this.#takes('import')) for (const name of this.#import()) imported.add(name);
    this.#expect('export', 'default');
    const isCall = this.#takes('defineConfig');
    if (isCall && !imported.has('defineConfig')) throw new NotLiteral();
    if (isCall) this.#expect('(');
    const config = this.#object();
    if (isCall && this.#takes(',')) this.#expect(')');
    else if (isCall) this.#expect(')');
    if (this.#takes('satisfies') || this.#takes('as')) this.#expect('Config');
    this.#takes(';');
    if (this.#next() !== undefined) throw new NotLiteral();
    return config;
  }

  /** Behind the word import. */
  #import(): string[] {
    const areTypes = this.#takes('type');
    this.#expect('{');
    const names: string[] = [];
    while (!this.#takes('}')) {
      const name = this.#takes('type') ? `type ${this.#take()}` : this.#take();
      if (!IMPORTED.test(name)) throw new NotLiteral();
      names.push(name);
      if (!this.#takes(',') && this.#next() !== '}') throw new NotLiteral();
    }
    this.#expect('from');
    if (!/^["']drizzle-kit["']$/.test(this.#take())) throw new NotLiteral();
    this.#takes(';');
    return areTypes ? [] : names;
  }

  #object(): Record<string, unknown> {
    this.#expect('{');
    const object: Record<string, unknown> = {};
    while (!this.#takes('}')) {
      const key = this.#take();
      const name = WORD.test(key) ? key : this.#text(key);
      if (name in Object.prototype) throw new NotLiteral();
      this.#expect(':');
      object[name] = this.#value();
      if (!this.#takes(',') && this.#next() !== '}') throw new NotLiteral();
    }
    return object;
  }

  #list(): unknown[] {
    this.#expect('[');
    const list: unknown[] = [];
    while (!this.#takes(']')) {
      list.push(this.#value());
      if (!this.#takes(',') && this.#next() !== ']') throw new NotLiteral();
    }
    return list;
  }

  /** A value, or a variable with what stands in for it. */
  #value(): unknown {
    let value = this.#one();
    const operator = this.#next();
    if (operator === '??' || operator === '||')
      while (this.#takes(operator)) {
        const other = this.#one();
        value = operator === '??' ? (value ?? other) : value || other;
      }
    if (this.#takes('as')) this.#expect('string');
    if (value === undefined) throw new NotLiteral();
    return value;
  }

  #one(): unknown {
    const next = this.#next();
    if (next === '{') return this.#object();
    if (next === '[') return this.#list();
    const token = this.#take();
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'process') return this.#variable();
    if (/^\d/.test(token)) return this.#number(token);
    return this.#text(token);
  }

  #number(token: string): number {
    // 010, 0x10 and 1_000 are read as several tokens, or as another number.
    if (/^0\d/.test(token)) throw new NotLiteral();
    return Number(token);
  }

  /** Behind the word process. */
  #variable(): string | undefined {
    this.#expect('.', 'env');
    const isDotted = this.#takes('.');
    if (!isDotted) this.#expect('[');
    const name = this.#take();
    if (isDotted !== WORD.test(name)) throw new NotLiteral();
    const value = this.#environment[isDotted ? name : this.#text(name)];
    if (!isDotted) this.#expect(']');
    this.#takes('!');
    return value;
  }

  #text(token: string): string {
    if (/^["']/.test(token) && token.length > 1) return token.slice(1, -1);
    if (!token.startsWith('`') || token.length < 2) throw new NotLiteral();
    const filled = token.slice(1, -1).replaceAll('\r\n', '\n');
    return filled.replaceAll(/\$\{\s*process\.env\.(\w+)!?\s*\}|\$\{/g, (_, name?: string) => {
      const value = name === undefined ? undefined : this.#environment[name];
      if (value === undefined) throw new NotLiteral();
      return value;
    });
  }

  #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new NotLiteral();
    this.#at += 1;
    return token;
  }

  #takes(token: string): boolean {
    if (this.#next() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(...tokens: readonly string[]): void {
    for (const token of tokens) if (this.#take() !== token) throw new NotLiteral();
  }
}
