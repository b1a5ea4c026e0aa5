import { Link } from 'wouter';
import { Figure } from '#web/components/Figure.tsx';
import { DocLayout, NoNumbers } from '#web/docs/DocLayout.tsx';
import { percent } from '#web/docs/percent.ts';
import { useTerms } from '#web/docs/useTerms.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useEmission } from '#web/queries/useEmission.ts';
import { formatApr, idleApr, THOUSAND_CAI } from '#web/staking/apr.ts';
import { feePerDay, paymentsOf } from '#web/staking/work/paidAhead.ts';
import { formatDay, formatDuration } from '#web/time/moment.ts';

/** A miner's, with little more than the least bond, in wei of CAI. */
const EXAMPLE_STAKE = 25n * THOUSAND_CAI;

/** How the yearly rate of stake is computed, with what goes into it now. */
export function AprPage() {
  const emission = useEmission();
  const terms = useTerms();
  const now = emission.data;
  const fixed = terms.data;
  const need = fixed && paymentsOf(feePerDay(EXAMPLE_STAKE), 'miner', fixed);
  return (
    <DocLayout path="/docs/apr">
      <h2>{t('docs.aprPage.whereItComesFrom')}</h2>
      <p>{t('docs.aprPage.newCaiEverySecond')}</p>
      <p className="doc-sum">{t('docs.aprPage.formula')}</p>
      <dl className="figures strip" aria-label={t('docs.aprPage.now')}>
        <Figure name={t('docs.aprPage.rate')} note={t('docs.aprPage.caiASecond')}>
          {now && <ExactAmount wei={now.rateWei} />}
        </Figure>
        <Figure name={t('docs.aprPage.stakeThatEarns')} note={t('docs.aprPage.workingTwice')}>
          {now && <ExactAmount wei={now.rewardWeight} unit="CAI" />}
        </Figure>
        <Figure name={t('docs.aprPage.idleStake')} note={t('docs.aprPage.factorOne')}>
          {now && formatApr(idleApr(now))}
        </Figure>
        <Figure name={t('docs.aprPage.paidUntil')} note={t('docs.aprPage.thenNothingNew')}>
          {now && formatDay(now.endsAt)}
        </Figure>
      </dl>
      {(emission.isError || terms.isError) && (
        <NoNumbers
          onRetry={() => {
            void emission.refetch();
            void terms.refetch();
          }}
        />
      )}
      <ul>
        <li>{t('docs.aprPage.factor')}</li>
        <li>
          {fixed === undefined
            ? t('docs.aprPage.commission')
            : t('docs.aprPage.commissionAtMost', {
                most: percent(fixed.maxCommissionBps),
                notice: formatDuration(fixed.coolDown),
              })}
        </li>
        <li>
          {fixed === undefined
            ? t('docs.aprPage.fees')
            : t('docs.aprPage.feesNow', {
                fee: percent(fixed.feeBps),
                payerPart: percent(fixed.payerPoolBps),
              })}
        </li>
        <li>{rich('docs.aprPage.slashes', { link: (part) => <Link href="/docs/slashing">{part}</Link> })}</li>
      </ul>
      <h2>{t('docs.aprPage.whenItWorks')}</h2>
      <p>{t('docs.aprPage.workingRule')}</p>
      <p>{t('docs.aprPage.workingSpan')}</p>
      {need !== undefined && (
        <p>
          {t('docs.aprPage.workingExample', {
            stake: formatCai(EXAMPLE_STAKE),
            need: roundCai(need),
          })}
        </p>
      )}
      <h2>{t('docs.aprPage.noPromise')}</h2>
      <p>{t('docs.aprPage.whatChangesIt')}</p>
      <p>{rich('docs.aprPage.eachNode', { link: (part) => <Link href="/nodes">{part}</Link> })}</p>
    </DocLayout>
  );
}
