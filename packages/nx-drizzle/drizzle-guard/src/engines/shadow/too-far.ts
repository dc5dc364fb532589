/** A shadow holds what it is given, and reaches no database of the user's. */
export function tooFar(reached: string): Error {
  return new Error(`${reached} reaches beyond the scratch database, so it is not run on the shadow's server`);
}
