import { QueryClient } from '@tanstack/react-query';
import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { Penalty } from '#chain/history/penalties.ts';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { NodeView } from '#web/explore/node/NodeView.tsx';
import { exampleNode } from '#web/explore/testing/exampleNode.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { VOTER } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const cai = (whole: number) => parseEther(String(whole));
const detailOf = (more: Parameters<typeof exampleNode>[1] = {}): NodeDetail => ({
  node: exampleNode(3, more),
  ...{ announced: undefined, operatorSince: 1_000, ownedSince: 0, unbonding: 0n },
  ...{ totalWeight: cai(60_000), minimumBond: cai(20_000) },
});
const slash: Penalty = {
  ...{ nodeId: 3n, kind: 'conviction', court: 'juries', evidence: '0x07', block: 9n, transaction: '0x' },
  ...{ taken: cai(5_000), paid: cai(2_000) },
};

function pageOf(detail: NodeDetail, around: { path?: string; address?: typeof VOTER; slashed?: boolean }) {
  const queries = new QueryClient();
  if (around.slashed === true) {
    const cases = [{ caseId: 12n, evidence: '0x07', openedAt: 1_000 }];
    queries.setQueryData([...CHAIN_KEY, 'penalties', '3'], { penalties: [slash], givenBack: [], since: 0n });
    queries.setQueryData([...CHAIN_KEY, 'casesAgainst', '3'], { cases, left: 0, since: 0n });
    queries.setQueryData([...CHAIN_KEY, 'paidParts'], { conviction: 5_000, fine: 1_000, dispute: 1_000 });
    queries.setQueryData(['blockTimes', ['9']], new Map([[9n, 1_000]]));
  }
  return renderPage(<NodeView detail={detail} info={undefined} />, { ...around, queries });
}

it('opens the form of a vote with the amount that the address names, for a wallet that may vote', () => {
  const address = VOTER;
  const path = '/nodes/3?vote=5000';
  expect(pageOf(detailOf(), { path, address })).toMatch(/<dialog[^]*value="5000"/);
  expect(pageOf(detailOf(), { path })).not.toContain('<dialog');
  expect(pageOf(detailOf(), { path: '/nodes/3', address })).not.toContain('<dialog');
  const jailed = detailOf({ active: false, jailedUntil: 2_000, weight: 0n });
  expect(pageOf(jailed, { path, address })).not.toContain('<dialog');
});

it('says at its top why the node was slashed, with a link to the case, and calls nobody to vote', () => {
  const jailed = detailOf({ active: false, jailedUntil: 2_000, weight: 0n });
  const html = pageOf(jailed, { slashed: true });
  const head = html.slice(0, html.indexOf('</header>'));
  expect(head).toMatch(
    /A jury found a result wrong on [^<]*5,000 CAI were taken, 1,000 CAI of it from voters/,
  );
  expect(head).toContain('href="/cases/12">See the case</a>');
  expect(head).not.toContain('may vote');
});

it('says nothing of slashes at the top of a node that had none', () => {
  expect(pageOf(detailOf(), {})).not.toContain('slash-notice');
});
