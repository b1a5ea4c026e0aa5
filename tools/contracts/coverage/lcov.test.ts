import { expect, test } from 'vitest';
import { readCoverage } from './lcov.ts';

const waysOf = (source: string[], records: string[]) => {
  const report = ['TN:', 'SF:A.sol', ...records, 'end_of_record', ''].join('\n');
  const [{ ways }] = readCoverage(report, () => source.join('\n')) as [ReturnType<typeof readCoverage>[0]];
  return ways.map(({ line, name, hits }) => [line, name, hits]);
};

test('reads how often each line of each file ran', () => {
  const report =
    'TN:\nSF:A.sol\nDA:3,2\nFN:3,A.f\nFNDA:2,A.f\nDA:4,0\nend_of_record\nTN:\nSF:B.sol\nend_of_record\n';
  expect(readCoverage(report, () => '')).toEqual([
    {
      path: 'A.sol',
      lines: new Map([
        [3, 2],
        [4, 0],
      ]),
      ways: [],
    },
    { path: 'B.sol', lines: new Map(), ways: [] },
  ]);
});

test('takes both ways of an if with else from forge, and those of a try from two lines', () => {
  const source = ['{', 'if (a) b();', 'else c();', 'try d() { e(); }', 'catch { f(); }'];
  const records = ['DA:2,3', 'BRDA:2,0,0,3', 'BRDA:2,0,1,-', 'DA:4,1', 'BRDA:4,1,0,0', 'BRDA:5,1,1,1'];
  expect(waysOf(source, records)).toEqual([
    [2, 'way 1', 3],
    [2, 'way 2', 0],
    [4, 'way 1', 0],
    [5, 'way 2', 1],
  ]);
});

test('adds the way past an if without else', () => {
  const source = ['{', 'if (a > b) c();', 'if (a < b) c();', '}'];
  expect(waysOf(source, ['DA:1,5', 'DA:2,5', 'BRDA:2,0,0,2', 'DA:3,5', 'BRDA:3,1,0,5'])).toEqual([
    [2, 'into the if', 2],
    [2, 'past the if', 3],
    [3, 'into the if', 5],
    [3, 'past the if', 0],
  ]);
});

test('counts the line before where the line of the if is counted as what it guards', () => {
  expect(waysOf(['{', 'if (late) revert Late();', '}'], ['DA:1,7', 'DA:2,4', 'BRDA:2,0,0,4'])).toEqual([
    [2, 'into the if', 4],
    [2, 'past the if', 3],
  ]);
});

test('an if that was never reached was never passed by', () => {
  expect(waysOf(['{', 'if (a > b) c();', '}'], ['DA:1,0', 'DA:2,0', 'BRDA:2,0,0,-'])).toEqual([
    [2, 'into the if', 0],
    [2, 'past the if', 0],
  ]);
});

test('leaves out a try whose clauses have no code', () => {
  expect(waysOf(['{', 'try a() { } catch { }', '}'], ['DA:1,2', 'DA:2,2', 'BRDA:2,0,0,2'])).toEqual([]);
});
