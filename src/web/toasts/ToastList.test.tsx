import type { Address } from 'viem';
import { afterEach, expect, it } from 'vitest';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { ToastList } from '#web/toasts/ToastList.tsx';
import { noteGivenUp } from '#web/transaction/givenUpFlow.ts';
import { SENT } from '#web/transaction/testing/fakeChain.ts';
import { exampleRecord, memoryLog } from '#web/transaction/testing/memoryLog.ts';

const shown = (log: ReturnType<typeof memoryLog>, explorerUrl?: string) =>
  renderPage(<ToastList log={log} />, explorerUrl === undefined ? {} : { config: { explorerUrl } });

const OWN: Address = `0x${'1'.repeat(40)}`;
const OTHER: Address = `0x${'2'.repeat(40)}`;
afterEach(() => noteGivenUp(null));

it.each([
  ['another account, before anything was sent', OTHER, false, 'changed to 0x2222…2222. Nothing was sent.'],
  ['another account, after a step', OTHER, true, 'changed to 0x2222…2222. Only the first step was sent.'],
  ['no account', undefined, false, 'Your wallet was disconnected. Nothing was sent.'],
])('says what became of a flow when the wallet has %s', (_, address, isPartSent, sentence) => {
  noteGivenUp({ account: OWN, isPartSent });
  const html = renderPage(<ToastList log={memoryLog()} />, address === undefined ? {} : { address });
  expect(html).toMatch(new RegExp(`role="alert">[^<]*${sentence}<`));
});

it('says nothing of a flow whose user left its page', () => {
  noteGivenUp({ account: OWN, isPartSent: false });
  expect(renderPage(<ToastList log={memoryLog()} />, { address: OWN })).not.toContain('alert');
});

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
