/**
 * Pearson's chi-squared test of counts against weights.
 * @returns by how many standard deviations the statistic is too large, by Wilson and Hilferty's cube root;
 * above FAIR in one of 1,000 runs of a fair draw
 */
export function chiSquareDeviation(counts: readonly number[], weights: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const [draws, total] = [sum(counts), sum(weights)];
  const statistic = sum(
    counts.map((count, i) => {
      const expected = (draws * weights[i]!) / total;
      return (count - expected) ** 2 / expected;
    }),
  );
  const freedom = counts.length - 1;
  const variance = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - variance)) / Math.sqrt(variance);
}

/** Deviations that a fair draw passes in 999 of 1,000 runs. */
export const FAIR = 3.09;
