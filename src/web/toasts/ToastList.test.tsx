import { expect, it } from 'vitest';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { ToastList } from '#web/toasts/ToastList.tsx';
import { SENT } from '#web/transaction/testing/fakeChain.ts';
import { exampleRecord, memoryLog } from '#web/transaction/testing/memoryLog.ts';

const shown = (log: ReturnType<typeof memoryLog>, explorerUrl?: string) =>
  renderPage(<ToastList log={log} />, explorerUrl === undefined ? {} : { config: { explorerUrl } });

it('says what was sent, how much, where it is and by which hash', () => {
  const log = memoryLog();
  log.add(exampleRecord());
  const html = shown(log, 'https://explorer.test/');
  expect(html).toContain('Vote 5 CAI for node 3');
  expect(html).toContain('Sent, and not in a block yet.');
  expect(html).toContain(`href="https://explorer.test/tx/${SENT}"`);
  expect(html).toContain('href="/activity">Details<');
  expect(html).toContain('aria-label="Dismiss: Vote 5 CAI for node 3"');
});

it('leaves the hash without a link on a network that has no explorer', () => {
  const log = memoryLog();
  log.add(exampleRecord());
  expect(shown(log)).toContain(`title="${SENT}"`);
  expect(shown(log)).not.toContain(`/tx/${SENT}`);
});

it.each([
  [3, 0],
  [4, 1],
  [5, 2],
])('of %i shows three, and says that there are %i more', (count, more) => {
  const log = memoryLog();
  for (let n = 0; n < count; n++) log.add(exampleRecord({ id: `${n}`, state: 'reverted' }));
  const html = shown(log);
  expect(html.match(/<li/g)).toHaveLength(3);
  if (more === 0) expect(html).not.toContain(' more<');
  else expect(html).toContain(`href="/activity">and ${more} more<`);
});
