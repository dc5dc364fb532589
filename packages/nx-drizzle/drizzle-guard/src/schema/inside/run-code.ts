import Module from 'node:module';
import path from 'node:path';

/**
 * Runs a bundle under a name inside the package's folder, so that Node resolves what is required as it would for a file
 * there.
 * @returns its exports, one namespace a file
 */
export async function runCode({ code, filename }: { code: string; filename: string }): Promise<Namespaces> {
  const module = new Module(filename) as Module & { _compile(code: string, filename: string): void };
  module.filename = filename;
  module.paths = (Module as unknown as { _nodeModulePaths(dir: string): string[] })._nodeModulePaths(
    path.dirname(filename),
  );
  module._compile(code, filename);
  return (await module.exports) as Namespaces;
}

export type Namespaces = Record<string, Record<string, unknown>>;
