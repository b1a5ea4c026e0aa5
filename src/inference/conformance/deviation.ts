/** How far a back end is from a model's reference task. */
export interface Deviation {
  /**
   * Of the logits; for an image model the largest of those of the latent, the picture and the encoded test
   * card.
   */
  readonly relativeL2: number;
  /** Text only: reference tokens that are less likely here than the tolerance explains. */
  readonly mismatches: number;
}
