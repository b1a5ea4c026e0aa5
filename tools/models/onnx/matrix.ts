/** A matrix W [rows, columns], row-major; a linear layer computes y = W x. */
export interface Matrix {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** The transposed values [columns, rows]. */
export function transpose({ values, rows, columns }: Matrix): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = values[row * columns + column]!;
  }
  return out;
}

/** The first `count` rows, as a view. */
export function firstRows({ values, columns }: Matrix, count: number): Matrix {
  return { values: values.subarray(0, count * columns), rows: count, columns };
}

/** The rows of all parts, which have equally many columns. */
export function stackRows(parts: readonly Matrix[]): Matrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const { columns } = parts[0]!;
  const values = new Float32Array(rows * columns);
  let offset = 0;
  for (const part of parts) {
    values.set(part.values, offset);
    offset += part.values.length;
  }
  return { values, rows, columns };
}
