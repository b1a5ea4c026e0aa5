/** One way to break the product on purpose: a text that occurs once in its file, and what replaces it. */
export interface Mutant {
  /** Unique in the whole set. */
  readonly name: string;
  /** Path from the root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What goes wrong, and for whom. */
  readonly breaks: string;
  /** Why no test can tell it from the original. Such a mutant is not run. */
  readonly equivalent?: string;
}
