import { useId } from 'react';
import type { Address } from 'viem';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { t } from '#web/language/translate.ts';
import { LossLine } from '#web/losses/LossLine.tsx';
import { useOwnSlashes } from '#web/losses/useOwnSlashes.ts';
import { useNodes } from '#web/queries/useNodes.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { IDLE_POOL, useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';

/** What slashes took of a wallet's stake, in the nodes where it still has some or takes it out. */
export function LossCard({ address }: { address: Address }) {
  const id = useId();
  const votes = useVotes(address).data ?? [];
  const exits = useStake(address).data?.exits ?? [];
  const leaving = exits.map(({ nodeId }) => nodeId).filter((nodeId) => nodeId !== IDLE_POOL);
  const nodeIds = [...new Set([...votes.map(({ node }) => node.id), ...leaving])];
  const slashes = useOwnSlashes(address, nodeIds).data ?? [];
  const infos = useNodeInfos(useNodes(slashes.map(({ penalty }) => penalty.nodeId)));
  if (slashes.length === 0) return null;
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{t('staking.lossCard.title')}</h2>
      <ul className="rows">
        {slashes.map((slash) => {
          const { nodeId, transaction } = slash.penalty;
          return (
            <li key={`${transaction}-${nodeId}`} className="row">
              <div className="row-main">
                <p>
                  <LossLine slash={slash} label={nodeLabel(nodeId, infos.byId.get(nodeId)?.name)} />
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
