/** Keeps the normal equations solvable if inputs are correlated. */
const RIDGE = 1e-6;

/**
 * The matrix M [inputs, outputs] that minimises ‖input · M − output‖² over all samples.
 * @param inputs samples of equal length
 * @param outputs one for each input, of equal length
 */
export function leastSquares(
  inputs: readonly (readonly number[])[],
  outputs: readonly (readonly number[])[],
): number[][] {
  const [width, depth] = [inputs[0]!.length, outputs[0]!.length];
  // [inputsᵀ inputs | inputsᵀ outputs], solved by Gauss-Jordan elimination with pivoting.
  const rows = Array.from({ length: width }, (_, i) => {
    const row = new Float64Array(width + depth);
    for (const [sample, input] of inputs.entries()) {
      for (let j = 0; j < width; j++) row[j]! += input[i]! * input[j]!;
      for (let j = 0; j < depth; j++) row[width + j]! += input[i]! * outputs[sample]![j]!;
    }
    row[i]! += RIDGE * inputs.length;
    return row;
  });
  for (let at = 0; at < width; at++) {
    const pivot = rows
      .slice(at)
      .reduce((best, row, i) => (Math.abs(row[at]!) > Math.abs(rows[best]![at]!) ? at + i : best), at);
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    const own = rows[at]!;
    for (const [i, row] of rows.entries()) {
      if (i === at) continue;
      const factor = row[at]! / own[at]!;
      for (let j = at; j < row.length; j++) row[j]! -= factor * own[j]!;
    }
  }
  return rows.map((row, at) => Array.from(row.subarray(width), (value) => value / row[at]!));
}
