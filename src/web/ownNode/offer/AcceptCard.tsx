import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { Link } from 'wouter';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { type Acceptance, readAcceptance } from '#web/ownNode/offer/readOffer.ts';
import { useBondToAccept } from '#web/ownNode/offer/useBondToAccept.ts';
import { useEvidenceTime } from '#web/ownNode/offer/useEvidenceTime.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useBalances } from '#web/queries/useWallet.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { acceptNodeCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { formatDuration } from '#web/time/moment.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface AcceptCardProps {
  node: RosterNode;
  label: string;
  wallet: Address;
  /** Wei of CAI. */
  minimum: bigint;
}

/** A node of somebody else, which this wallet may have been offered. */
export function AcceptCard({ node, label, wallet, minimum }: AcceptCardProps) {
  const network = useNetwork();
  const acceptance = useQuery({
    queryKey: [...CHAIN_KEY, 'acceptance', node.id.toString(), wallet],
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: () => readAcceptance(network, { nodeId: node.id, wallet }),
  });
  const votes = useAddressQuery({
    name: `votes-${node.id}`,
    address: wallet,
    read: (user, { client, config }) =>
      client.readContract({
        ...{ abi: stakingAbi, address: config.contracts.staking },
        ...{ functionName: 'votesOf', args: [user, node.id] },
      } as const),
  });
  const needed = useBondToAccept(node, minimum);
  const evidenceSeconds = useEvidenceTime();
  const idle = useStake(wallet).data?.idle;
  const inWallet = useBalances(wallet).data?.cai;
  const ready = votes.data !== undefined && needed !== undefined && idle !== undefined;
  if (acceptance.data === undefined || !ready || inWallet === undefined) {
    return (
      <p className="muted" role="status">
        {t('node.acceptCard.readingTheChain')}
      </p>
    );
  }
  const offer = { acceptance: acceptance.data, votes: votes.data, needed, idle, inWallet };
  return <OfferToYou node={node} label={label} evidenceSeconds={evidenceSeconds} {...offer} />;
}

interface OfferToYouProps {
  node: RosterNode;
  label: string;
  acceptance: Acceptance;
  /** Wei of CAI, as all here: what the wallet has in the node, and what it needs there. */
  votes: bigint;
  needed: bigint;
  idle: bigint;
  inWallet: bigint;
  /** How long what the former owner’s key signs about draws of its time is evidence; undefined until read. */
  evidenceSeconds: number | undefined;
}

export function OfferToYou(props: OfferToYouProps) {
  const { node, label, acceptance, votes, needed, idle, inWallet, evidenceSeconds } = props;
  const { config } = useNetwork();
  const flow = useTransaction();
  if (acceptance === 'not-offered') {
    return (
      <EmptyNotice title={t('node.acceptCard.thisNodeIsNot')}>
        <p>
          {rich('node.acceptCard.itWasNotOffered', { link: (part) => <Link href="/mine/node">{part}</Link> })}
        </p>
      </EmptyNotice>
    );
  }
  const missing = needed > votes ? needed - votes : 0n;
  const lacks = missing > idle + inWallet ? missing - idle - inWallet : 0n;
  const bar = !node.active
    ? t('node.acceptCard.itTakesNoVotes')
    : lacks > 0n
      ? t('node.acceptCard.youLackCaiFor', { cai: formatCai(lacks) })
      : undefined;
  const tooFew = acceptance === 'ready' ? undefined : t('node.acceptCard.tooFewVotes');
  const fromWallet = topUpFor(missing, idle);
  const accept = () =>
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: acceptNodeCall(node.id) }));
  const vote = () => void flow.run((wallet) => wallet.sendWithTopUp(fromWallet, voteCall(node.id, missing)));
  return (
    <section className="card" aria-labelledby="accept-title">
      <h2 id="accept-title">{t('node.acceptCard.offeredToYou')}</h2>
      <p>{t('node.acceptCard.thisWalletIsOffered', { label })}</p>
      <ol className="points">
        <li>{t('node.acceptCard.votesInItOf', { needed: formatCai(needed), votes: formatCai(votes) })}</li>
        <li>{t('node.acceptCard.acceptTheNode')}</li>
        <li>{rich('node.acceptCard.giveItAKey', { link: (part) => <Link href="/mine">{part}</Link> })}</li>
      </ol>
      {evidenceSeconds !== undefined && (
        <p className="warn">
          {t('node.acceptCard.theFormerOwnersKey', { time: formatDuration(evidenceSeconds) })}
        </p>
      )}
      {missing > 0n && bar !== undefined && <p className="warn">{bar}</p>}
      {lacks > 0n && <NoCaiHint />}
      <div className="row-actions">
        {missing > 0n && (
          <TransactionButton flow={flow} unavailable={bar} onClick={vote}>
            {t('node.acceptCard.voteMissing', { missing: formatCai(missing) })}
          </TransactionButton>
        )}
        <TransactionButton flow={flow} unavailable={tooFew} onClick={accept}>
          {t('node.acceptCard.acceptTheNode2')}
        </TransactionButton>
      </div>
      <TransactionStatus flow={flow} done={t('node.acceptCard.votedYouCanAccept')} missing={tooFew} />
    </section>
  );
}
