import { expect, it } from 'vitest';
import { csvOf, csvTime } from '#web/csv/csv.ts';

it('writes a line for each row, and quotes where a field needs it', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['1', 'x, y'],
        ['say "hi"', 'two\nlines'],
      ],
    ),
  ).toBe('a,b\r\n1,"x, y"\r\n"say ""hi""","two\nlines"\r\n');
});

it.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+1+2', "'+1+2"],
  ['@SUM(1)', "'@SUM(1)"],
  ['-2+3', "'-2+3"],
  ['-2.5', '-2.5'],
  ['a=1', 'a=1'],
])('a name like %s is no formula in a spreadsheet', (text, written) => {
  expect(csvOf(['n'], [[text]])).toBe(`n\r\n${written}\r\n`);
});

it('writes moments in universal time', () => {
  expect(csvTime(0)).toBe('1970-01-01T00:00:00Z');
});
