import { expect, it } from 'vitest';
import { cutAmounts } from '#tools/house/cutAmounts.ts';
import { trackedFiles } from '#tools/house/trackedFiles.ts';

it('every amount that stands alone shows all its digits on demand: it is an ExactAmount', () => {
  const pages = trackedFiles('src/web/*.tsx');
  expect(pages.filter(({ text }) => text.includes('<ExactAmount')).length).toBeGreaterThan(10);
  expect(cutAmounts(pages)).toEqual([]);
});

it.each([
  ['<b>{formatCai(total)}</b>', true],
  ['<dd>{terms && formatCai(terms.pay)}</dd>', true],
  ['<dd>{held === undefined ? undefined : formatAmount(held)}</dd>', true],
  ['<dd>\n  {formatAmount(node.weight)}\n</dd>', true],
  ['<dd><ExactAmount wei={wei} unit="CAI" /></dd>', false],
  ["<p>{t('page.sum', { amount: formatCai(wei) })}</p>", false],
  [`<title>{\`\${day}: \${formatCai(wei)}\`}</title>`, false],
  ['<p aria-label={formatCai(wei)} />', false],
])('finds an amount that is cut in %s: %s', (text, isFound) => {
  expect(cutAmounts([{ path: 'src/web/Page.tsx', text }])).toHaveLength(isFound ? 1 : 0);
});
