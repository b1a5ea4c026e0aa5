import { expect, it } from 'vitest';
import { FlowStatus } from '#web/components/FlowStatus.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { IDLE } from '#web/transaction/transactionRun.ts';

const act = () => undefined;
const shown = (phase: 'checking' | 'confirming', stalled: boolean) =>
  renderPage(
    <FlowStatus
      flow={{ state: { ...IDLE, phase, stalled }, waitOn: act, retry: act }}
      sentence="Asking the chain…"
    />,
  );

it('says where the flow is, and what it waits for once that takes long', () => {
  expect(shown('checking', false)).toContain('>Asking the chain…<');
  expect(shown('checking', true)).toContain(
    '>The chain has not answered yet, and your wallet was not asked.<',
  );
  expect(shown('confirming', true)).toContain('>Your wallet has not answered yet.');
});

it('offers to try again only until the wallet was asked to send', () => {
  expect(shown('checking', true)).toContain('>Try again<');
  expect(shown('confirming', true)).not.toContain('>Try again<');
});
