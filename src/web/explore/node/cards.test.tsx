import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { AuditsCard } from '#web/explore/node/AuditsCard.tsx';
import { EarningsCard } from '#web/explore/node/EarningsCard.tsx';
import { IdentityCard } from '#web/explore/node/IdentityCard.tsx';
import { PositionCard } from '#web/explore/node/PositionCard.tsx';
import { penaltyReason } from '#web/explore/node/penaltyReason.ts';
import { StakeCard } from '#web/explore/node/StakeCard.tsx';
import type { PastApr } from '#web/explore/node/usePastApr.ts';
import { exampleNode } from '#web/explore/testing/exampleNode.ts';
import { mergeRecords } from '#web/nodeRecords/mergeRecords.ts';
import type { NodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const cai = (whole: number) => parseEther(String(whole));
const DETAIL: NodeDetail = {
  node: exampleNode(3, { assets: cai(60_000), weight: cai(60_000) }),
  ...{ announced: undefined, operatorSince: 1_000, ownedSince: 0, unbonding: cai(20_000) },
  ...{ totalWeight: cai(60_000), minimumBond: cai(20_000) },
};
/** A tenth a year for stake that counts once. */
const EMISSION = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const PAST: PastApr[] = [
  { days: 7, apr: 0.0812 },
  { days: 30, apr: 'young' },
];
const records = (change: Partial<NodeRecords> = {}): NodeRecords => ({
  ...{ byNode: new Map(), silent: [], answered: 1, isReading: false, retry: () => undefined, ...change },
});

describe('what a vote earns', () => {
  it('is the rate less commission, and the double one, with the inputs', () => {
    const html = renderPage(<EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} />);
    // 10 % less 5 % of it; twice that over 60,000 CAI more weight.
    expect(html).toContain('9.5 % a year');
    expect(html).toContain('19 % a year');
    expect(html).toContain('10 % a year');
    expect(html).toContain('1,000 CAI would earn about 95 CAI');
    expect(html).toMatch(/<details><summary>How this is computed<\/summary>/);
    expect(html).toContain('315,360,000 CAI: idle stake');
    expect(html).toContain('31,536,000 seconds');
  });

  it('counts fees and slashes of late, or says that they are not known', () => {
    const observed = { fees: cai(600), lost: cai(300), days: 30 };
    const html = renderPage(
      <EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} observed={observed} />,
    );
    // 600 and 300 in 30 days, of 60,000 and of 60,300: 12.2 % and 6.05 % a year beside 9.5 %.
    expect(html).toMatch(/600 CAI for its stake [^<]*= 12\.2 % a year/);
    expect(html).toMatch(/300 CAI taken from it [^<]*60,300 CAI of stake before = 6\.05 % a year/);
    expect(html).toMatch(/emission \+ fees − slashes = <b>15\.6 % a year/);
    const unknown = <EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} />;
    expect(renderPage(unknown)).toContain('Fees and slashes are not in it');
  });

  it('is shown beside what it earned, as far back as that is known', () => {
    const html = renderPage(<EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} />);
    expect(html).toMatch(/Over 7 days<\/dt><dd><span[^>]*>8\.12 % a year<\/span><small>on average/);
    expect(html).toMatch(/Over 30 days<\/dt><dd><span[^>]*>–<\/span><small>it has not been a node that long/);
  });

  it('says of all rates what they leave out', () => {
    const html = renderPage(<EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} />);
    expect(html).toMatch(/The emission alone earns, at today’s rate:<\/p><dl/);
    expect(html).toContain('in a year at today’s rate, before slashes and fees.');
  });

  it.each([
    ['gone', 'the chain’s node shows nothing so old'],
    ['silent', 'the chain did not answer'],
    ['reading', 'reading old blocks…'],
  ] as const)('says why there is no past rate: %s', (apr, why) => {
    const card = <EarningsCard detail={DETAIL} emission={EMISSION} past={[{ days: 7, apr }]} />;
    expect(renderPage(card)).toContain(`>–</span><small>${why}`);
  });

  it('is nothing for a node without weight', () => {
    const node = { ...DETAIL.node, weight: 0n, active: false };
    const html = renderPage(<EarningsCard detail={{ ...DETAIL, node }} emission={EMISSION} past={PAST} />);
    expect(html).toContain('only active nodes share in the emission');
    expect(html).not.toContain('<details>');
  });

  it('says which is better now, a vote or idle stake', () => {
    const html = renderPage(<EarningsCard detail={DETAIL} emission={EMISSION} past={PAST} />);
    expect(html).toContain('Better now: idle stake. It earns 10 % a year, and no slash reaches it.');
    expect(html).toContain('only while it works: then 19 % a year.');
  });

  it('names an announced commission with its time', () => {
    const announced = { bps: 1_500, effectiveAt: 2_000_000_000 };
    expect(
      renderPage(<EarningsCard detail={{ ...DETAIL, announced }} emission={undefined} past={PAST} />),
    ).toContain('has announced 15 % from 18 May 2033');
  });
});

it('the stake’s composition tells bond, votes and what leaves', () => {
  const html = renderPage(<StakeCard detail={DETAIL} />);
  expect(html).toMatch(/bond<\/dt><dd[^>]*>20,000 CAI <span[^>]*>25 %/);
  expect(html).toMatch(/others<\/dt><dd[^>]*>40,000 CAI <span[^>]*>50 %/);
  expect(html).toMatch(/Leaving<\/dt><dd[^>]*>20,000 CAI <span[^>]*>25 %/);
});

describe('who runs it', () => {
  it('links addresses to the explorer of a network that has one', () => {
    const card = <IdentityCard detail={DETAIL} info={undefined} />;
    expect(renderPage(card)).not.toContain('<a ');
    const html = renderPage(card, { config: { explorerUrl: 'https://scan.test/' } });
    expect(html).toContain(`href="https://scan.test/address/${DETAIL.node.owner}"`);
  });

  it('says where a coordinator is, or that it says nothing', () => {
    const detail = { ...DETAIL, node: exampleNode(1, { role: 'coordinator' }) };
    const info = { name: 'North', url: 'http://c.test' };
    expect(renderPage(<IdentityCard detail={detail} info={info} />)).toContain('href="http://c.test"');
    expect(renderPage(<IdentityCard detail={detail} info={undefined} />)).toContain('announces no address');
  });
});

describe('audits', () => {
  const said = mergeRecords([
    {
      id: 1n,
      name: 'North',
      records: [
        {
          ...{
            node: '3',
            object: 'node_record',
            online: false,
            last_seen_at: 1_000,
            calls: { sent: 0, answered: 0 },
          },
          results: { waiting: 0, due: 0, skipped: 5, passed: 7, unchecked: 0, withheld: 0, disputed: 1 },
        },
      ],
    },
    {
      id: 2n,
      name: 'South',
      records: [
        {
          node: '3',
          object: 'node_record',
          online: true,
          last_seen_at: 2_000,
          calls: { sent: 0, answered: 0 },
          results: null,
        },
      ],
    },
  ]).get('3');

  it('shows each coordinator’s own figures', () => {
    const html = renderPage(<AuditsCard record={said} records={records({ answered: 2 })} />);
    expect(html).toContain('7 of 8 audits passed, 1 disputed.');
    expect(html).toMatch(
      /href="\/nodes\/1"[^>]*>North<\/a><small[^>]*>last seen [^]*>13<[^]*>8<[^]*>7<[^]*>1<[^]*>0</,
    );
    expect(html).toMatch(/South<\/a><small[^>]*>online there now[^]*audits nothing/);
    expect(html).toContain('Audits: from 2 coordinators');
    // On a phone, where the table’s head is not shown, each figure has its name.
    expect(html).toMatch(/class="cell-name"[^>]*>Withheld<\/span>0</);
  });

  it.each([
    [{ isOnline: true }, '>Online<'],
    [{ isOnline: false }, '>Last seen 1 Jan 1970'],
    [{ isOnline: false, seenAt: undefined }, '>Offline<'],
  ])('says whether the miner is there: %j', (change, words) => {
    expect(renderPage(<AuditsCard record={{ ...said!, ...change }} records={records()} />)).toContain(words);
  });

  it('says which coordinator is missing, and offers to ask again', () => {
    const html = renderPage(<AuditsCard record={said} records={records({ silent: ['South'] })} />);
    expect(html).toMatch(/role="alert"[^>]*>South does not answer: its audits are missing here/);
    expect(html).toContain('Try again');
  });

  it('shows what the chain alone knows where none answers', () => {
    const html = renderPage(
      <AuditsCard record={undefined} records={records({ answered: 0, silent: ['North', 'South'] })} />,
    );
    expect(html).toContain('No coordinator that answers now has a result from this miner.');
    expect(html).toContain('North, South do not answer: audits and who is online are missing here');
  });
});

describe('one’s own position', () => {
  it('is the bond for the owner, with what taking it out means', () => {
    const card = <PositionCard detail={DETAIL} />;
    expect(renderPage(card, { address: DETAIL.node.owner })).toMatch(
      /Your node[^]*Your bond[^]*below 19,000 CAI[^]*href="\/mine\/node\?id=3"/,
    );
    const others = renderPage(card, { address: DETAIL.node.operator });
    expect(others).toMatch(/Your position[^]*Your votes[^]*href="\/portfolio"/);
    expect(others).not.toContain('/mine/node');
    expect(renderPage(card)).toContain('Connect a wallet');
  });
});

it.each([
  ['juries', 'conviction', 'miner', 'a jury found'],
  ['juries', 'fine', 'miner', 'as a juror'],
  ['disputes', 'conviction', 'miner', 'signed two results'],
  ['disputes', 'conviction', 'coordinator', 'the draw did not choose'],
] as const)('penaltyReason: %s, %s of a %s', (court, kind, role, words) => {
  expect(penaltyReason({ court, kind }, role)).toContain(words);
});
