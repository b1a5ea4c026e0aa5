/** How far a back end is from one input's reference. */
export interface Deviation {
  /**
   * Of the logits; for an image model the largest of those of the latent, the picture and the encoded test
   * card. Infinity where the back end gave NaN or infinity.
   */
  readonly relativeL2: number;
  /** Text only: reference tokens that are less likely here than the tolerance explains. */
  readonly mismatches: number;
}

/** What a back end computed for one input. */
export interface CheckedInput extends Deviation {
  /** The numbers that were compared with the reference, to compare them with those of another run. */
  readonly numbers: readonly ArrayLike<number>[];
}
