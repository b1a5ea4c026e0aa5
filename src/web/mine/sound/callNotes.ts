/** A note of a call. */
export interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds after the call's beginning. */
  at: number;
  /** Seconds. */
  length: number;
}

/**
 * A cuckoo's call: two notes, the second a minor third below the first, as the bird sings it in spring and
 * the clock's pipes repeat it.
 */
export const CALL_NOTES: readonly Note[] = [
  { pitch: 659, at: 0, length: 0.22 },
  { pitch: 554, at: 0.34, length: 0.36 },
];

/** Of full volume: it is heard beside other work. */
export const CALL_VOLUME = 0.18;
/** Seconds in which a note swells, so that it does not click. */
export const SWELL_S = 0.03;
/** The overtone of a wooden pipe that is open at one end: three times the pitch, much softer. */
export const OVERTONE = { times: 3, volume: 0.12 };
