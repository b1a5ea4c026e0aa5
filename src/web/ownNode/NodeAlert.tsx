import { Link } from 'wouter';
import type { RosterNode } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { BondTopUp, Unjail } from '#web/ownNode/NodeRepair.tsx';
import { formatMoment } from '#web/time/moment.ts';

interface NodeAlertProps {
  node: RosterNode;
  /** Wei of CAI. */
  minimum: bigint;
  idle: bigint;
  nowSeconds: number;
}

/** What keeps the node from working, and what to do about it. */
export function NodeAlert({ node, minimum, idle, nowSeconds }: NodeAlertProps) {
  const standing = standingOf(node, nowSeconds);
  const missing = minimum - node.selfBond;
  switch (standing) {
    case 'JAILED':
      return (
        <section className="card span" aria-labelledby="alert-title">
          <h2 id="alert-title">{t('node.nodeAlert.inJail')}</h2>
          <p>
            {rich('node.nodeAlert.aFaultOfThis', {
              jailedUntil: formatMoment(node.jailedUntil),
              link: (part) => <Link href="/trust">{part}</Link>,
            })}
          </p>
          <Unjail node={node} nowSeconds={nowSeconds} />
        </section>
      );
    case 'UNDER_STAKED':
      return (
        <section className="card span" aria-labelledby="alert-title">
          <h2 id="alert-title">{t('node.nodeAlert.stopped')}</h2>
          <p>{t('node.nodeAlert.itsBondIsToo', { missing: formatCai(missing) })}</p>
          <BondTopUp node={node} missing={missing} idle={idle} />
        </section>
      );
    case 'RETIRED':
      return (
        <section className="card span" aria-labelledby="alert-title">
          <h2 id="alert-title">{t('node.nodeAlert.retired')}</h2>
          <p>
            {rich('node.nodeAlert.thisNodeIsClosed', {
              link: (part) => <Link href="/portfolio">{part}</Link>,
              link2: (part) => <Link href="/mine">{part}</Link>,
            })}
          </p>
        </section>
      );
    default:
      return null;
  }
}
