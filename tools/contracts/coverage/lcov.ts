/** What the tests reached of one source. */
export interface Coverage {
  /** From the project's root. */
  path: string;
  /** How often each line ran. Lines without code are absent. */
  lines: Map<number, number>;
  /** Each branch's ways, two or more. */
  ways: Way[];
}

/** One way on from a branch, and how often it was taken. */
export interface Way {
  line: number;
  name: string;
  hits: number;
}

/**
 * Reads the report of `forge coverage`: lcov's records `SF:path`, `DA:line,hits` and
 * `BRDA:line,branch,way,hits`.
 *
 * Of an `if` without `else`, forge counts the way into it alone. This adds the way past it, taken as often as
 * the `if` was reached and not entered.
 * @param source gives the text of a source.
 * @example
 * // An `if` in line 2, reached 3 times and entered each time:
 * readCoverage('SF:A.sol\nDA:1,3\nDA:2,3\nBRDA:2,0,0,3\nend_of_record', () => '{\nif (a) b();\n}');
 * // [{ path: 'A.sol', lines: Map { 1 => 3, 2 => 3 },
 * //    ways: [{ line: 2, name: 'into the if', hits: 3 }, { line: 2, name: 'past the if', hits: 0 }] }]
 */
export function readCoverage(report: string, source: (path: string) => string): Coverage[] {
  const files = report.split('end_of_record\n').filter((file) => file.includes('SF:'));
  return files.map((file) => {
    const records = file.split('\n').map((record) => record.split(':') as [string, string]);
    const valuesOf = (kind: string) => records.filter(([name]) => name === kind).map(([, value]) => value);
    const path = valuesOf('SF')[0]!;
    const lines = new Map(valuesOf('DA').map((value) => value.split(',').map(Number) as [number, number]));
    const branches = new Map<string, Way[]>();
    for (const value of valuesOf('BRDA')) {
      const [line, branch, way, hits] = value.split(',') as [string, string, string, string];
      // A branch that was never reached has '-' for hits.
      const taken = hits === '-' ? 0 : Number(hits);
      const read = { line: Number(line), name: `way ${Number(way) + 1}`, hits: taken };
      branches.set(branch, [...(branches.get(branch) ?? []), read]);
    }
    const text = source(path).split('\n');
    const ways = [...branches.values()].flatMap((all) => {
      const only = all[0]!;
      if (all.length > 1) return all;
      // A `try` whose clauses have no code has one way too.
      return /\btry\b/.test(text[only.line - 1]!) ? [] : bothWays(only, lines);
    });
    return { path, lines, ways };
  });
}

function bothWays({ line, hits }: Way, lines: Map<number, number>): Way[] {
  // If the condition is a variable alone, the line's hits are those of what the `if` guards. How often it was
  // reached is then what the line before says.
  const before = Math.max(...[...lines.keys()].filter((other) => other < line));
  const reached = Math.max(lines.get(line) ?? 0, lines.get(before) ?? 0);
  return [
    { line, name: 'into the if', hits },
    { line, name: 'past the if', hits: reached - hits },
  ];
}
