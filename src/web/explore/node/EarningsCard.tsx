import type { Emission } from '#chain/emission.ts';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { Figure } from '#web/components/Figure.tsx';
import type { PastApr } from '#web/explore/node/usePastApr.ts';
import { WorkRule } from '#web/explore/node/WorkRule.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { roundCai } from '#web/money/amount.ts';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import { idleComparison } from '#web/staking/apr/idleComparison.ts';
import type { Observed } from '#web/staking/apr/netApr.ts';
import { formatApr, idleApr, THOUSAND_CAI, voterApr, yearlyOf } from '#web/staking/apr.ts';
import { formatMoment } from '#web/time/moment.ts';

interface EarningsCardProps {
  detail: NodeDetail;
  /** Undefined while it is read. */
  emission: Emission | undefined;
  past: readonly PastApr[];
  /** Undefined while it is not known. */
  observed?: Observed | undefined;
}

/** A vote to compare with: of a size that changes little. */
const THOUSAND = { wei: THOUSAND_CAI, fromIdle: 0n };

const WHY_NOT: Record<Exclude<PastApr['apr'], number>, MessageKey> = {
  reading: 'explore.earningsCard.readingOldBlocks',
  young: 'explore.earningsCard.itIsYounger',
  gone: 'explore.earningsCard.notShownSoFarBack',
  silent: 'explore.earningsCard.theChainDidNot',
};

/** What it earned, beside what it earns. Where that is not known there is no number. */
function PastEarnings({ past }: { past: readonly PastApr[] }) {
  return (
    <dl className="figures">
      {past.map(({ days, apr }) => (
        <Figure
          key={days}
          name={t('explore.earningsCard.overDays', { days })}
          note={t(typeof apr === 'number' ? 'explore.earningsCard.onAverage' : WHY_NOT[apr])}
        >
          {typeof apr === 'number' ? formatApr(apr) : undefined}
        </Figure>
      ))}
    </dl>
  );
}

/** What a vote for the node earns. */
export function EarningsCard({ detail, emission, past, observed }: EarningsCardProps) {
  const { node, announced } = detail;
  const isWorking = node.workingUntil > 0;
  const apr = (working: boolean) => emission && formatApr(voterApr(emission, node, working));
  return (
    <section className="card" aria-labelledby="earnings-title">
      <h2 id="earnings-title">{t('explore.earningsCard.whatAVoteEarns')}</h2>
      {node.weight === 0n ? (
        <p>{t('explore.earningsCard.nothingNowOnlyActive')}</p>
      ) : (
        <>
          <p className="muted">{t('explore.earningsCard.emissionAlone')}</p>
          <dl className="figures">
            <Figure
              name={t('explore.earningsCard.notWorking')}
              note={isWorking ? t('explore.earningsCard.ifItsTasksStop') : t('explore.earningsCard.now')}
            >
              {apr(false)}
            </Figure>
            <Figure
              name={t('explore.earningsCard.working')}
              note={
                isWorking
                  ? t('explore.earningsCard.paidUntilWorkinguntil', {
                      workingUntil: formatMoment(node.workingUntil),
                    })
                  : t('explore.earningsCard.ifItWorks')
              }
            >
              {apr(true)}
            </Figure>
            <Figure
              name={t('explore.earningsCard.idleStake')}
              note={t('explore.earningsCard.forComparisonNeverSlashed')}
            >
              {emission && formatApr(idleApr(emission))}
            </Figure>
          </dl>
          {!isWorking && <WorkRule detail={detail} />}
        </>
      )}
      <PastEarnings past={past} />
      <p>
        {announced === undefined
          ? t('explore.earningsCard.commissionNoRise', { value: node.commissionBps / 100 })
          : t('explore.earningsCard.commissionAnnounced', {
              value: node.commissionBps / 100,
              announced: announced.bps / 100,
              effectiveAt: formatMoment(announced.effectiveAt),
            })}
      </p>
      {emission !== undefined && node.weight > 0n && (
        <>
          <p className="muted">
            {t('explore.earningsCard.1000CaiWould', {
              cai: roundCai(yearlyOf(THOUSAND_CAI, voterApr(emission, node))),
            })}
          </p>
          <p>{idleComparison({ emission, node, observed, vote: THOUSAND })}</p>
          <AprFormula node={node} emission={emission} observed={observed} />
        </>
      )}
    </section>
  );
}
