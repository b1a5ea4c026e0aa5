import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { ProblemNotice } from '#web/components/Notice.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { t } from '#web/language/translate.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';
import { type MinerOutlook, rankMiners } from '#web/stake/minerOutlook.ts';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import { useObserved } from '#web/staking/apr/useObserved.ts';
import { formatApr, yearlyOf } from '#web/staking/apr.ts';
import { Outcome } from '#web/staking/Outcome.tsx';
import '#web/stake/stake.css';

/** What is tried first, in CAI. */
const FIRST_AMOUNT = '1000';

/** What so much would earn in a miner in a year. */
export function outlookSentence({ apr, observed }: MinerOutlook, wei: bigint, name: string): string {
  const yearly = yearlyOf(wei, Math.abs(apr));
  const values = { amount: formatCai(wei), name, cai: roundCai(yearly), apr: formatApr(apr) };
  if (apr < 0) return t('stake.simulator.wouldLose', values);
  return t(
    observed === undefined ? 'stake.simulator.wouldEarnEmission' : 'stake.simulator.wouldEarn',
    values,
  );
}

/** Tries amounts in miners. */
export function TryMiners({ miners, emission }: { miners: readonly RosterNode[]; emission: Emission }) {
  const id = useId();
  const amount = useAmount(undefined, FIRST_AMOUNT);
  const [chosen, setChosen] = useState('');
  const observedOf = useObserved();
  const infos = useNodeInfos(miners);
  const nameOf = (node: RosterNode) => nodeLabel(node.id, infos.byId.get(node.id)?.name);
  const ranked = rankMiners(miners, amount.wei ?? 0n, { emission, observedOf });
  const best = ranked[0];
  const outlook = ranked.find(({ node }) => String(node.id) === chosen) ?? best;
  if (best === undefined || outlook === undefined)
    return <p className="muted">{t('stake.simulator.noMiners')}</p>;
  const name = nameOf(outlook.node);
  return (
    <>
      <AmountField label={t('stake.simulator.amount')} amount={amount} source="" onEnter={() => undefined} />
      <div className="field">
        <label htmlFor={id}>{t('stake.simulator.miner')}</label>
        <select id={id} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('stake.simulator.best', { name: nameOf(best.node) })}</option>
          {ranked.map(({ node }) => (
            <option key={String(node.id)} value={String(node.id)}>
              {nameOf(node)}
            </option>
          ))}
        </select>
      </div>
      <Outcome lines={amount.wei === undefined ? [] : [outlookSentence(outlook, amount.wei, name)]} />
      <AprFormula node={outlook.node} emission={emission} observed={outlook.observed} />
      <p>
        <Link className="button" href={nodePath(outlook.node.id)}>
          {t('stake.simulator.vote', { name })}
        </Link>
      </p>
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
