import type { RosterNode } from '#chain/roster.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import type { VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import { voteBar } from '#web/staking/nodeState.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

interface VoteButtonsProps {
  node: RosterNode;
  name: string;
  /** The wallet's stake on it, in wei of CAI. */
  own: bigint;
  onOrder: (order: VoteOrder) => void;
}

/** Puts stake behind a node, or takes it back. Where a node takes none, a sentence says why. */
export function VoteButtons({ node, name, own, onOrder }: VoteButtonsProps) {
  const { account, open } = useWalletLink();
  const isOwner = account !== undefined && isOwnedBy(node, account.address);
  const bar = voteBar(node, isOwner);
  const order = (kind: VoteOrder['kind']) => {
    if (account === undefined) open('connect');
    else onOrder({ kind, node, name, isOwner });
  };
  return (
    <div className="vote-buttons">
      {bar === null ? (
        <ActionButton
          className="small primary"
          label={
            isOwner
              ? t('explore.voteButtons.addToTheBond', { name })
              : t('explore.voteButtons.voteForName', { name })
          }
          onClick={() => order('vote')}
        >
          {isOwner ? t('explore.voteButtons.addBond') : t('explore.voteButtons.vote')}
        </ActionButton>
      ) : (
        <small className="muted">{bar}</small>
      )}
      {own > 0n && (
        <ActionButton
          className="small"
          label={
            isOwner
              ? t('explore.voteButtons.takeBondOutOf', { name })
              : t('explore.voteButtons.unvoteName', { name })
          }
          onClick={() => order('unvote')}
        >
          {isOwner ? t('explore.voteButtons.takeOut') : t('explore.voteButtons.unvote')}
        </ActionButton>
      )}
    </div>
  );
}
