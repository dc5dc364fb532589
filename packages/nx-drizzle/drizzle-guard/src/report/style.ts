import { styleText } from 'node:util';

type Format = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

export type Style = Record<Format, (text: string) => string>;

/** Colours, or none where the output is not a terminal or NO_COLOR is set. */
export function styleFor(isTerminal: boolean, environment: NodeJS.ProcessEnv): Style {
  const forced = !!environment['FORCE_COLOR'] && environment['FORCE_COLOR'] !== '0';
  const coloured = !environment['NO_COLOR'] && (forced || isTerminal);
  const paint = (format: Format) => (text: string) => (coloured ? styleText(format, text) : text);
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    green: paint('green'),
    red: paint('red'),
    yellow: paint('yellow'),
  };
}
