import { Link } from 'wouter';
import type { RosterNode } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import { BondTopUp, Unjail } from '#web/mine/setup/NodeRepair.tsx';
import { formatCai } from '#web/money/amount.ts';
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
          <h2 id="alert-title">In jail</h2>
          <p>
            {`A fault of this node was proved. It gets no work, earns nothing and takes no votes until ${formatMoment(node.jailedUntil)}, and then until you free it. `}
            <Link href="/trust">What was decided</Link>
          </p>
          <Unjail node={node} nowSeconds={nowSeconds} />
        </section>
      );
    case 'UNDER_STAKED':
      return (
        <section className="card span" aria-labelledby="alert-title">
          <h2 id="alert-title">Stopped</h2>
          <p>
            {`Its bond is too low: ${formatCai(missing)} are missing. It gets no work and earns nothing until they are there.`}
          </p>
          <BondTopUp node={node} missing={missing} idle={idle} />
        </section>
      );
    case 'RETIRED':
      return (
        <section className="card span" aria-labelledby="alert-title">
          <h2 id="alert-title">Retired</h2>
          <p>
            This node is closed for good. Take your bond out, claim and withdraw it in your{' '}
            <Link href="/portfolio">portfolio</Link>. To serve again, <Link href="/mine">register anew</Link>{' '}
            with a new key.
          </p>
        </section>
      );
    default:
      return null;
  }
}
