import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { netApr, type Observed, observedParts } from '#web/staking/apr/netApr.ts';
import {
  afterPlannedVote,
  formatApr,
  idleApr,
  type PlannedVote,
  rewardWeightIf,
  voterApr,
  YEAR_SECONDS,
} from '#web/staking/apr.ts';
import { formatDay } from '#web/time/moment.ts';
import '#web/staking/apr/apr.css';

/** A name and what it stands for. */
function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface FlowsProps {
  node: RosterNode;
  observed: Observed;
  /** What the emission alone pays in a year, as a fraction. */
  apr: number;
  /** Wei of CAI that a planned vote adds. */
  added: bigint;
}

/** Fees and slashes of late, each as a part of the rate. */
function Flows({ node, observed, apr, added }: FlowsProps) {
  const { days } = observed;
  const parts = { emission: apr, ...observedParts(observed, node, added) };
  const net = netApr(parts);
  return (
    <>
      <dl className="facts">
        <Fact name={t('staking.aprFormula.fees')}>
          {t('staking.aprFormula.feesInDays', {
            ...{ fees: formatCai(observed.fees), assets: formatCai(node.assets + added), days },
            apr: formatApr(parts.fees),
          })}
        </Fact>
        <Fact name={t('staking.aprFormula.slashes')}>
          {t('staking.aprFormula.slashesInDays', {
            ...{ lost: formatCai(observed.lost), before: formatCai(node.assets + observed.lost), days },
            apr: formatApr(parts.losses),
          })}
        </Fact>
      </dl>
      <p>
        {net < 0
          ? t('staking.aprFormula.slashesTakeMore')
          : rich('staking.aprFormula.emissionFeesSlashes', {
              net: formatApr(net),
              b: (part) => <b>{part}</b>,
            })}
      </p>
    </>
  );
}

interface AprFormulaProps {
  emission: Emission;
  /** Undefined for idle stake, which gets no fees and cannot be slashed. */
  node?: RosterNode | undefined;
  /** Undefined while it is not known. */
  observed?: Observed | undefined;
  /** One that is planned; without it the rate of what is there. */
  vote?: PlannedVote | undefined;
}

const NO_VOTE: PlannedVote = { wei: 0n, fromIdle: 0n };

/** The rate as a sum that anybody can check, a click away from the rate. */
export function AprFormula({ emission: now, node, observed, vote = NO_VOTE }: AprFormulaProps) {
  const { emission, node: voted } =
    node === undefined
      ? { emission: { ...now, rewardWeight: now.rewardWeight + vote.wei - vote.fromIdle }, node }
      : afterPlannedVote(now, node, vote);
  const isWorking = node !== undefined && node.workingUntil > 0;
  const weight = voted === undefined ? emission.rewardWeight : rewardWeightIf(emission, voted, isWorking);
  const apr = voted === undefined ? idleApr(emission) : voterApr(emission, voted);
  return (
    <details>
      <summary>{t('staking.aprFormula.howThisIsComputed')}</summary>
      <div className="formula">
        <p>
          {rich(
            node === undefined
              ? 'staking.aprFormula.idleRateSecondsOf'
              : 'staking.aprFormula.rateFactorSecondsOf',
            { emission: formatApr(apr), b: (part) => <b>{part}</b> },
          )}
        </p>
        <dl className="facts">
          <Fact name={t('staking.aprFormula.rate')}>
            {t('staking.aprFormula.rateweiASecondFor', { rateWei: formatCai(emission.rateWei) })}
          </Fact>
          {node !== undefined && (
            <Fact name={t('staking.aprFormula.factor')}>
              {t(isWorking ? 'staking.aprFormula.2BecauseThisNode' : 'staking.aprFormula.1ItIs2')}
            </Fact>
          )}
          <Fact name={t('staking.aprFormula.year')}>
            {t('staking.aprFormula.yearSecondsSeconds365', {
              YEAR_SECONDS: formatCount(Number(YEAR_SECONDS)),
            })}
          </Fact>
          <Fact name={t('staking.aprFormula.stakeThatEarns')}>
            {t(
              vote.wei === 0n
                ? 'staking.aprFormula.emissionIdleStakeActive'
                : 'staking.aprFormula.withThisVote',
              { emission: formatCai(weight) },
            )}
          </Fact>
          {node !== undefined && (
            <Fact name={t('staking.aprFormula.commission')}>
              {t('staking.aprFormula.commissionKept', { value: node.commissionBps / 100 })}
            </Fact>
          )}
        </dl>
        {node !== undefined &&
          (observed === undefined ? (
            <p className="warn">{t('staking.aprFormula.feesNotKnown')}</p>
          ) : (
            <Flows {...{ node, observed, apr }} added={vote.wei} />
          ))}
        <p className="muted">
          {t('staking.aprFormula.atTodaysRateAnd', { endsAt: formatDay(emission.endsAt) })}
        </p>
      </div>
    </details>
  );
}
