/** One way to break a contract on purpose. */
export interface SemanticMutant {
  /** What is then so, in a few words; unique in its file. */
  readonly what: string;
  /** A text that occurs once in its file. How its lines are broken does not matter. */
  readonly replace: string;
  readonly by: string;
}

/** The mutants of one source. */
export interface MutatedSource {
  /** Path from `contracts/src`. */
  readonly file: string;
  readonly mutants: readonly SemanticMutant[];
}

/**
 * Where the mutant's text begins and ends in the source.
 * @throws if it is not there exactly once
 */
export function placeOf({ what, replace }: SemanticMutant, source: string): [number, number] {
  const words = replace
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[^\w\s]/g, '\\$&'));
  const places = [...source.matchAll(new RegExp(words.join('\\s+'), 'g'))];
  const [place] = places;
  if (!place || places.length > 1)
    throw new Error(`“${what}”: its text is there ${places.length} times: write the mutant anew.`);
  return [place.index, place.index + place[0].length];
}
