import pc from 'picocolors';

/** Colours, or none where the output is not a terminal or NO_COLOR is set. */
export type Style = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>;

export function styleFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  const forced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
  return pc.createColors(!environment['NO_COLOR'] && (forced || stream.isTTY === true));
}

export const plain: Style = pc.createColors(false);
