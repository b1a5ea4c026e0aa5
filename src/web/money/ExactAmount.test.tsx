import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

it.each([
  ['1234.567891', 'title="1,234.567891 CAI"', '>1,234.5678 CAI<'],
  ['0.00001', 'title="0.00001 CAI"', '>&lt;0.0001 CAI<'],
  ['-2.123456789', 'title="−2.123456789 CAI"', '>−2.1234 CAI<'],
])('a cut amount names all digits, on something that takes the focus: %s', (cai, all, shown) => {
  const html = renderPage(<ExactAmount wei={parseEther(cai)} unit="CAI" />);
  expect(html).toMatch(/^<button type="button"/);
  expect(html).toContain(all);
  expect(html).toContain(shown);
});

it.each(['20000', '0.1234', '0'])('an amount that is shown whole is text: %s', (cai) => {
  expect(renderPage(<ExactAmount wei={parseEther(cai)} />)).not.toContain('<');
});
