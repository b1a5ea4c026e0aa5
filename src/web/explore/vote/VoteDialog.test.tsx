import { QueryClient } from '@tanstack/react-query';
import { parseEther, zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { exampleNode } from '#web/explore/testing/exampleNode.ts';
import { VoteDialog, type VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

/** A tenth a year for stake that counts once. */
const EMISSION = {
  ...{ rateWei: parseEther('1'), endsAt: 2_000_000_000, rewardWeight: parseEther('315360000') },
};

/** The dialog of a wallet that holds so many wei of CAI, and has staked so many that it votes for nobody. */
function dialogOf({
  cai = 0n,
  idle = 0n,
  kind = 'vote' as VoteOrder['kind'],
  faucet = '0x02' as '0x02' | null,
  amount = '',
}) {
  const queries = new QueryClient();
  queries.setQueryData([...CHAIN_KEY, 'balances', zeroAddress], { cai, gas: 1n });
  queries.setQueryData([...CHAIN_KEY, 'stake', zeroAddress], { idle, exits: [], coolDown: 60 });
  queries.setQueryData([...CHAIN_KEY, 'slashParts'], {
    wrongResultBps: 2_000,
    twoResultsBps: 500,
    wrongDrawBps: 350,
  });
  queries.setQueryData([...CHAIN_KEY, 'emission'], EMISSION);
  const order = { kind, node: exampleNode(3), name: 'Ann’s tab', isOwner: false, amount };
  return renderPage(<VoteDialog order={order} onClose={() => undefined} />, {
    ...{ address: zeroAddress, queries },
    config: { contracts: { staking: '0x01', faucet } as never },
  });
}

describe('the dialog of a vote', () => {
  it('leads a wallet that has nothing to vote with to the faucet', () => {
    const html = dialogOf({});
    expect(html).toContain('>Your wallet has no CAI.<');
    expect(html).toContain('href="/faucet"');
  });

  it.each([{ cai: 1n }, { idle: 1n }, { kind: 'unvote' } as const])(
    'says nothing of the faucet where it is not needed: case %#',
    (wallet) => {
      expect(dialogOf(wallet)).not.toContain('/faucet');
    },
  );

  it('names no faucet where the network has none', () => {
    expect(dialogOf({ faucet: null })).toContain('Your wallet has no CAI.<');
    expect(dialogOf({ faucet: null })).not.toContain('/faucet');
  });

  it('keeps room for what is read later', () => {
    const lines = (html: string) => html.match(/class="muted vote-line"/g)?.length;
    expect(lines(dialogOf({ cai: 1n }))).toBe(2);
    expect(lines(dialogOf({}))).toBe(2);
    expect(lines(dialogOf({ kind: 'unvote' }))).toBe(1);
  });

  it('says of a wallet without votes there that it has none', () => {
    expect(dialogOf({ kind: 'unvote' })).toContain('>You have no votes in this node.<');
  });

  it('begins with the amount that was chosen before, and says what is better and what can be lost of it', () => {
    const html = dialogOf({ cai: parseEther('9000'), amount: '5000' });
    expect(html).toContain('value="5000"');
    expect(html).toContain(
      'At most 1,000 CAI of these 5,000 CAI can be lost in one slash. Taking it back takes 1 min.',
    );
    expect(html).toContain('Better now: idle stake. It earns 10 % a year');
  });
});
