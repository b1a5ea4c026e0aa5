import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { ProblemNotice } from '#web/components/Notice.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { t } from '#web/language/translate.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { votePath } from '#web/paths/nodePath.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';
import { type MinerOutlook, rankMiners } from '#web/stake/minerOutlook.ts';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import {
  highRateReason,
  idleAprAfter,
  idleComparison,
  workCondition,
} from '#web/staking/apr/idleComparison.ts';
import { useObserved } from '#web/staking/apr/useObserved.ts';
import { formatApr, yearlyOf } from '#web/staking/apr.ts';
import '#web/stake/stake.css';

/** What is tried first, in CAI. */
const FIRST_AMOUNT = '1000';

/** What so much would earn in a miner in a year. */
export function outlookSentence({ apr, observed }: MinerOutlook, wei: bigint, name: string): string {
  const values = { amount: formatCai(wei), name };
  if (apr < 0) return t('stake.simulator.wouldLose', values);
  return t(observed === undefined ? 'stake.simulator.wouldEarnEmission' : 'stake.simulator.wouldEarn', {
    ...values,
    ...{ cai: roundCai(yearlyOf(wei, apr)), apr: formatApr(apr) },
  });
}

/** What so much would earn in a year without a vote. */
const idleSentence = (apr: number, wei: bigint): string =>
  t('stake.simulator.idleWouldEarn', {
    ...{ amount: formatCai(wei), cai: roundCai(yearlyOf(wei, apr)), apr: formatApr(apr) },
  });

/** The choice of no miner, beside the miners' numbers and the best of all, which is empty. */
const IDLE = 'idle';

/** Tries amounts in miners, and idle. */
export function TryMiners({ miners, emission }: { miners: readonly RosterNode[]; emission: Emission }) {
  const id = useId();
  const amount = useAmount(undefined, FIRST_AMOUNT);
  const [chosen, setChosen] = useState('');
  const observedOf = useObserved();
  const infos = useNodeInfos(miners);
  const nameOf = (node: RosterNode) => nodeLabel(node.id, infos.byId.get(node.id)?.name);
  const wei = amount.wei ?? 0n;
  const vote = { wei, fromIdle: 0n };
  const ranked = rankMiners(miners, wei, { emission, observedOf });
  const best = ranked[0];
  const idle = idleAprAfter(emission, vote);
  const isIdleBest = best === undefined || best.apr <= idle;
  const found = ranked.find(({ node }) => String(node.id) === chosen);
  // Another may have become the best, or the chosen one take no votes any more.
  const outlook = found ?? (chosen === IDLE || isIdleBest ? undefined : best);
  const apr = outlook?.apr ?? idle;
  const lines = amount.wei === undefined ? [] : sentences(amount.wei);

  function sentences(tried: bigint): string[] {
    const more = [highRateReason(apr), comparison()].filter((each) => each !== undefined);
    const first =
      outlook === undefined
        ? idleSentence(idle, tried)
        : outlookSentence(outlook, tried, nameOf(outlook.node));
    return [first, ...more];
  }

  function comparison(): string | undefined {
    if (outlook !== undefined) return idleComparison({ ...outlook, emission, vote });
    if (best === undefined) return t('stake.simulator.noMiners');
    const miner = t('stake.simulator.bestMiner', { name: nameOf(best.node), apr: formatApr(best.apr) });
    return [miner, workCondition({ ...best, emission, vote })].filter(Boolean).join(' ');
  }

  return (
    <>
      <AmountField label={t('stake.simulator.amount')} amount={amount} onEnter={() => undefined} />
      <div className="field">
        <label htmlFor={id}>{t('stake.simulator.miner')}</label>
        <select id={id} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">
            {t('stake.simulator.best', {
              name: isIdleBest ? t('stake.simulator.idle') : nameOf(best.node),
            })}
          </option>
          <option value={IDLE}>{t('stake.simulator.idle')}</option>
          {ranked.map(({ node }) => (
            <option key={String(node.id)} value={String(node.id)}>
              {nameOf(node)}
            </option>
          ))}
        </select>
      </div>
      <div className="outcome" aria-live="polite">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <AprFormula {...{ emission, vote, node: outlook?.node, observed: outlook?.observed }} />
      {outlook !== undefined && (
        <p>
          <Link className="button" href={votePath(outlook.node.id, amount.wei)}>
            {t('stake.simulator.vote', { name: nameOf(outlook.node) })}
          </Link>
        </p>
      )}
    </>
  );
}

/** Tells what stake would earn before it is staked; it needs no wallet. */
export function Simulator() {
  const id = useId();
  const roster = useRoster('miner');
  const emission = useEmission();
  const failed = [roster, emission].filter(({ isError, data }) => isError && data === undefined);
  return (
    <section className="card span simulator" aria-labelledby={id}>
      <h2 id={id}>{t('stake.simulator.title')}</h2>
      <p className="muted">{t('stake.simulator.hint')}</p>
      {failed.length > 0 ? (
        <ProblemNotice
          what={t('stake.simulator.minersUnread')}
          onRetry={() => {
            for (const query of failed) void query.refetch();
          }}
        />
      ) : roster.data === undefined || emission.data === undefined ? (
        <p className="muted" role="status">
          {t('stake.simulator.reading')}
        </p>
      ) : (
        <TryMiners miners={roster.data} emission={emission.data} />
      )}
    </section>
  );
}
