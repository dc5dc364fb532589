import { isInteractive, type Output } from './output';

/** What asks for a name to be typed, where somebody sits at a terminal; undefined where nobody does. */
export function askerOn(
  output: Output,
): ((question: string, name: string) => Promise<string | null>) | undefined {
  if (!isInteractive(output)) return undefined;
  return async (question, name) => {
    output.doing(null);
    return (await import('./ask-for-name')).askForName(question, name);
  };
}
