import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { netApr, type Observed, observedParts } from '#web/staking/apr/netApr.ts';
import { formatApr, idleApr, rewardWeightIf, voterApr, YEAR_SECONDS } from '#web/staking/apr.ts';
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

/** Fees and slashes of late, each as a part of the rate. */
function Flows({ node, observed, emission }: { node: RosterNode; observed: Observed; emission: Emission }) {
  const { days } = observed;
  const parts = { emission: voterApr(emission, node), ...observedParts(observed, node) };
  return (
    <>
      <dl className="facts">
        <Fact name={t('staking.aprFormula.fees')}>
          {t('staking.aprFormula.feesInDays', {
            ...{ fees: formatCai(observed.fees), assets: formatCai(node.assets), days },
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
        {rich('staking.aprFormula.emissionFeesSlashes', {
          net: formatApr(netApr(parts)),
          b: (part) => <b>{part}</b>,
        })}
      </p>
    </>
  );
}

interface AprFormulaProps {
  emission: Emission;
  /** Undefined for idle stake, which gets no fees and cannot be slashed. */
  node?: RosterNode;
  /** Undefined while it is not known. */
  observed?: Observed | undefined;
}

/** The rate as a sum that anybody can check, a click away from the rate. */
export function AprFormula({ emission, node, observed }: AprFormulaProps) {
  const isWorking = node !== undefined && node.workingUntil > 0;
  const weight = node === undefined ? emission.rewardWeight : rewardWeightIf(emission, node, isWorking);
  const apr = node === undefined ? idleApr(emission) : voterApr(emission, node);
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
            {t('staking.aprFormula.emissionIdleStakeActive', { emission: formatCai(weight) })}
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
            <Flows node={node} observed={observed} emission={emission} />
          ))}
        <p className="muted">
          {t('staking.aprFormula.atTodaysRateAnd', { endsAt: formatDay(emission.endsAt) })}
        </p>
      </div>
    </details>
  );
}
