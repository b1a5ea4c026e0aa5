import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { askedId } from '#web/mine/node/OwnNodePage.tsx';
import { BondCard } from '#web/ownNode/BondCard.tsx';
import { CommissionCard } from '#web/ownNode/CommissionCard.tsx';
import { NodeAlert } from '#web/ownNode/NodeAlert.tsx';
import { OtherKey } from '#web/ownNode/OtherKey.tsx';
import { OfferToYou } from '#web/ownNode/offer/AcceptCard.tsx';
import { RetireCard } from '#web/ownNode/RetireCard.tsx';
import { ownOf } from '#web/ownNode/useOwnNodes.ts';
import { exampleNode, OWNER, VOTER } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { formatMoment } from '#web/time/moment.ts';

const MINIMUM = parseEther('20000');
const NOW = 1_000;

describe('a node whose key is elsewhere', () => {
  const told = (served: bigint | undefined, more: Parameters<typeof exampleNode>[0] = {}) =>
    renderPage(<OtherKey node={exampleNode({ id: 3n, role: 'miner', ...more })} served={served} />);

  it('is told to its owner, with the way to replace the key', () => {
    for (const served of [0n, 4n]) expect(told(served)).toMatch(/former owner has that key.*href="\/mine"/);
  });

  it.each<[string, string]>([
    ['works with this browser’s key', told(3n)],
    ['is not read yet', told(undefined)],
    ['is closed', told(0n, { retired: true })],
    ['is a coordinator, whose key is on a server', told(0n, { role: 'coordinator' })],
  ])('is not told of one that %s', (_, html) => {
    expect(html).toBe('');
  });
});

describe('what keeps a node from working', () => {
  const alert = (more: Parameters<typeof exampleNode>[0]) =>
    renderPage(<NodeAlert node={exampleNode(more)} minimum={MINIMUM} idle={0n} nowSeconds={NOW} />);

  it('is nothing for one that is active', () => {
    expect(alert({})).toBe('');
  });

  it('is jail, until when, and the way out', () => {
    const html = alert({ active: false, jailedUntil: NOW + 60 });
    expect(html).toContain(`until ${formatMoment(NOW + 60)}`);
    expect(html).toMatch(/aria-disabled="true"[^>]*>Unjail the node/);
    expect(alert({ active: false, jailedUntil: NOW })).toMatch(/aria-disabled="false"[^>]*>Unjail the node/);
  });

  it('is a bond that is too low, and by how much', () => {
    const html = alert({ active: false, selfBond: MINIMUM - parseEther('5') });
    expect(html).toContain('it lacks 5 CAI');
    expect(html).toContain('Add 5 CAI to the bond');
  });

  it('is its end', () => {
    expect(alert({ active: false, retired: true })).toContain('href="/portfolio"');
  });
});

describe('the bond', () => {
  const bond = (more: Parameters<typeof exampleNode>[0] = {}) =>
    renderPage(
      <BondCard
        node={exampleNode(more)}
        label="node 3"
        {...{ minimum: MINIMUM, idle: 0n, inWallet: 0n, coolDown: 60 }}
      />,
    );

  it('says where the node stops', () => {
    expect(bond()).toContain('starts with 20,000 CAI and stops below 19,000 CAI');
  });

  it('takes nothing in jail, and gives nothing where there is none', () => {
    expect(bond()).toContain('Amount to add');
    expect(bond({ active: false, jailedUntil: 5 })).not.toContain('Amount to add');
    expect(bond()).toContain('Amount to take out');
    expect(bond({ selfBond: 0n })).not.toContain('Amount to take out');
  });
});

it('the commission is shown in percent, and is not changed before one is typed', () => {
  const html = renderPage(<CommissionCard node={exampleNode({ commissionBps: 1_250 })} coolDown={60} />);
  expect(html).toContain('<b>12.5 %</b>');
  expect(html).toMatch(/aria-disabled="true"[^>]*>Change it</);
});

it('a node is not retired before the word is typed', () => {
  const html = renderPage(<RetireCard node={exampleNode()} label="node 3" />);
  expect(html).toContain('Type “retire” to close node 3 for good');
  expect(html).toContain('Take out my bond of 20,000 CAI');
  expect(html).toMatch(/aria-disabled="true"[^>]*>Retire the node</);
});

describe('a node that is offered', () => {
  const funds = { votes: parseEther('8000'), needed: MINIMUM, idle: parseEther('2000') };
  const offer = (more: object = {}) =>
    renderPage(
      <OfferToYou
        node={exampleNode()}
        label="node 3"
        acceptance="short"
        {...funds}
        inWallet={parseEther('10000')}
        evidenceSeconds={7 * 86_400}
        {...more}
      />,
    );

  it('takes votes first, as many as are missing', () => {
    expect(offer()).toMatch(/aria-disabled="false"[^>]*>Vote with 12,000 CAI</);
    expect(offer()).toMatch(/aria-disabled="true"[^>]*>Accept the node</);
  });

  it('says how much the wallet lacks, to the wei', () => {
    expect(offer()).not.toContain('You lack');
    expect(offer({ inWallet: parseEther('10000') - 1n })).toContain('You lack &lt;0.0001 CAI');
  });

  it('can be accepted once the contract takes it, and never by another wallet', () => {
    const ready = offer({ acceptance: 'ready', votes: MINIMUM });
    expect(ready).toMatch(/aria-disabled="false"[^>]*>Accept the node</);
    expect(ready).not.toMatch(/<button[^>]*>Vote /);
    expect(offer({ acceptance: 'not-offered' })).toContain('This node is not yours');
  });

  it('says how long the former owner’s key can get it slashed, once that is known', () => {
    expect(offer()).toContain('can get the node slashed for 7 days after');
    expect(offer({ evidenceSeconds: undefined })).not.toContain('former owner’s key');
  });

  it('says where it takes no votes', () => {
    expect(offer({ node: exampleNode({ active: false }) })).toContain('It takes no votes now');
  });
});

it.each([
  ['?id=3', 3n],
  ['id=12', 12n],
  ['', undefined],
  ['?id=0', undefined],
  ['?id=03', undefined],
  ['?id=-1', undefined],
  ['?id=123456789', undefined],
])('an address with “%s” asks for node %s', (search, id) => {
  expect(askedId(search)).toBe(id);
});

it('a wallet’s own nodes come with those first that serve', () => {
  const nodes = [
    exampleNode({ id: 1n, retired: true }),
    exampleNode({ id: 4n }),
    exampleNode({ id: 2n, owner: VOTER }),
    exampleNode({ id: 3n }),
  ];
  expect(ownOf(nodes, OWNER).map(({ id }) => id)).toEqual([3n, 4n, 1n]);
});
