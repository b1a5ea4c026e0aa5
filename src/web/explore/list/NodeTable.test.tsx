import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { parseListQuery } from '#web/explore/list/listQuery.ts';
import { NodeRow, type NodeRowProps } from '#web/explore/list/NodeRow.tsx';
import { EmptyRows, NodeTable } from '#web/explore/list/NodeTable.tsx';
import { exampleNode, exampleRecord, exampleResults } from '#web/explore/testing/exampleNode.ts';
import { stateText } from '#web/staking/nodeState.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const query = (text: string) => parseListQuery(new URLSearchParams(text));
const act = () => undefined;

function rowOf(more: Partial<NodeRowProps> & { owner?: boolean } = {}) {
  const node = more.node ?? exampleNode(3, { assets: parseEther('25000'), weight: parseEther('25000') });
  const state = stateText(node, { nowSeconds: 1_000, minimumBond: parseEther('20000') });
  return renderPage(
    <table>
      <tbody>
        <NodeRow
          {...{ node, state, name: 'Ann’s tab', record: undefined, totalWeight: parseEther('100000') }}
          {...{
            announced: null,
            loss: { sentence: 'Never slashed', isLoser: false },
            unrecorded: 'No results known',
          }}
          {...{ own: 0n, onOrder: act, tick: { isTicked: false, isFull: false, onTick: act }, ...more }}
        />
      </tbody>
    </table>,
    more.owner === true ? { address: node.owner } : {},
  );
}

describe('the table of nodes', () => {
  it('has heads that are buttons, and says by which it is sorted', () => {
    const html = renderPage(<NodeTable query={query('sort=commission')} onChange={act} children={null} />);
    expect(html).toMatch(/<th scope="col" aria-sort="ascending"><button [^>]*>Commission/);
    expect(html).toMatch(/<th scope="col" aria-sort="none"><button [^>]*>Votes/);
    expect(html.match(/aria-sort/g)).toHaveLength(4);
  });

  it('says that it is being read, with rows that keep the room', () => {
    const html = renderPage(<NodeTable query={query('')} onChange={act} busy children={<EmptyRows />} />);
    expect(html).toContain('aria-busy="true"');
    expect(html.match(/<tr class="explore-empty"/g)).toHaveLength(6);
  });
});

describe('a row', () => {
  it('shows bond, votes, share and commission apart, and leads to the node’s page', () => {
    const html = rowOf();
    expect(html).toMatch(/<th scope="row"[^>]*><a [^>]*href="\/nodes\/3"[^>]*><bdi>Ann’s tab<\/bdi><\/a>/);
    for (const figure of ['>20,000 CAI<', '>5,000 CAI<', '25 %', '5 %']) expect(html).toContain(figure);
    expect(html).toContain('no rise announced');
  });

  it('calls a node without a name by its number', () => {
    expect(rowOf({ name: undefined })).toContain('<bdi>Node 3</bdi></a>');
  });

  it('shows a higher commission that is announced, with its day', () => {
    expect(rowOf({ announced: { bps: 1_500, effectiveAt: 86_400 * 40 } })).toMatch(/15 % from \d+ Feb 1970/);
  });

  it('shows the audits with who says so, and what was lost', () => {
    const record = exampleRecord(exampleResults(9, 2));
    const said = [{ byId: 1n, by: 'North', record: {} as never, results: undefined }];
    const html = rowOf({
      record: { ...record, said },
      loss: { sentence: 'Lost 4,000 CAI in 1 slash', isLoser: true },
    });
    expect(html).toContain('<span class="bad">9 of 11 audits passed, 2 disputed</span>');
    expect(html).toContain('online, says North');
    expect(html).toContain('<small class="muted">Not called yet</small>');
    expect(html).toContain('<small class="bad">Lost 4,000 CAI in 1 slash</small>');
  });

  it('says which part is missing where no coordinator knows the node', () => {
    expect(rowOf({ unrecorded: 'Asking coordinators…' })).toContain('Asking coordinators…');
  });

  it('offers to vote, and to take back what is there', () => {
    expect(rowOf()).toContain('aria-label="Vote for Ann’s tab"');
    expect(rowOf()).not.toContain('Unvote');
    expect(rowOf({ own: parseEther('5') })).toMatch(/5 CAI[^]*aria-label="Unvote Ann’s tab"/);
  });

  it.each([
    ['is in jail', { jailedUntil: 2_000 }, 'Takes no votes while it is in jail.'],
    ['is below its bond', {}, 'Takes no votes until its owner adds to the bond.'],
    ['is closed', { retired: true }, 'Takes no votes: it is closed.'],
  ])('has no button to vote for a node that %s, and says why', (_, more, why) => {
    const html = rowOf({ node: exampleNode(3, { active: false, weight: 0n, ...more }) });
    expect(html).toContain(why);
    expect(html).not.toContain('Vote for');
  });

  it.each([
    [{ isTicked: false, isFull: false }, ''],
    [{ isTicked: true, isFull: true }, ' checked=""'],
    [{ isTicked: false, isFull: true }, ' disabled=""'],
  ])('can be ticked to be compared, unless that is one too many: %j', (tick, state) => {
    const html = rowOf({ tick: { ...tick, onTick: act } });
    expect(html).toContain(`<input type="checkbox" aria-label="Compare Ann’s tab"${state}/>`);
  });

  it('calls an owner’s stake its bond, which it may add to below the least', () => {
    const node = exampleNode(3, { active: false, weight: 0n });
    const html = rowOf({ node, owner: true, own: parseEther('9000') });
    expect(html).toContain('aria-label="Add bond to Ann’s tab"');
    expect(html).toContain('aria-label="Take out bond of Ann’s tab"');
  });
});
