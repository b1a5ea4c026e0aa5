import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import { type CoordinatorStatus, type FaultStatus, NO_FIGURES } from '#miner/status/minerStatus.ts';
import { Connections } from '#web/mine/connections/Connections.tsx';
import { FaultCard, KeepEvidence } from '#web/mine/work/FaultCard.tsx';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';

const COORDINATOR: CoordinatorStatus = {
  ...{ operator: zeroAddress, name: 'Boss', state: 'connected', code: null, sentence: null },
  figures: NO_FIGURES,
};
const FAULT: FaultStatus = {
  ...{ id: zeroHash, fault: 'order', operator: zeroAddress, state: 'punished', noticedAt: 1_800_000_000 },
};
const client = { drawReport: async () => undefined };
const inPage = (content: React.ReactNode) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>{content}</NetworkContext>
    </QueryClientProvider>,
  );
const shown = (faults: FaultStatus[]) =>
  inPage(<FaultCard faults={faults} coordinators={[COORDINATOR]} client={client} />);

it.each([
  ['punished', 'Slashed'],
  ['late', 'Too late'],
] as const)('a wrong draw that is %s says so, and is reported no more', (state, text) => {
  const html = shown([{ ...FAULT, state }]);
  expect(html).toContain('<b>Boss</b>');
  expect(html).toContain('It passed over the miner that came first.');
  expect(html).toContain(`>${text}<`);
  expect(html).not.toContain('Report from your wallet');
});

it('warns before the browser’s storage is cleared while it alone has the evidence', () => {
  expect(shown([{ ...FAULT, state: 'punished' }])).not.toContain('Do not clear');
  expect(inPage(<KeepEvidence faults={[FAULT, { ...FAULT, state: 'found' }]} />)).toContain(
    'Do not clear this site’s data',
  );
});

it('shows a coordinator’s figures beside its name, and what follows from bad ones', () => {
  const connections = (figures: typeof NO_FIGURES) =>
    inPage(<Connections coordinators={[{ ...COORDINATOR, figures }]} onResume={() => undefined} />);
  expect(connections(NO_FIGURES)).not.toContain('This tab counted');
  const few = connections({ ...NO_FIGURES, audited: 9, skipped: 1 });
  expect(few).toContain('skipped 1 of 10 due audits');
  expect(few).not.toContain('less of this tab’s time');
  expect(connections({ ...NO_FIGURES, wrongDraws: 1 })).toContain('less of this tab’s time');
});
