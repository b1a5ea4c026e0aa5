import type { Emission } from '#chain/emission.ts';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { Figure } from '#web/components/Figure.tsx';
import { formatCai, formatCount, roundCai } from '#web/money/amount.ts';
import { formatApr, idleApr, rewardWeightIf, voterApr, YEAR_SECONDS } from '#web/staking/apr.ts';
import { formatDay, formatMoment } from '#web/time/moment.ts';

interface EarningsCardProps {
  detail: NodeDetail;
  /** Undefined while it is read. */
  emission: Emission | undefined;
}

/** The rate as a sum that anybody can check. */
function Formula({ detail: { node }, emission }: { detail: NodeDetail; emission: Emission }) {
  const isWorking = node.workingUntil > 0;
  const { rateWei } = emission;
  return (
    <details>
      <summary>How this is computed</summary>
      <div className="formula">
        <p>
          rate × factor × seconds of a year ÷ stake that earns × (1 − commission) ={' '}
          <b>{formatApr(voterApr(emission, node))}</b>
        </p>
        <dl className="facts">
          <div>
            <dt>Rate</dt>
            <dd>{formatCai(rateWei)} a second for the whole network, from the staking contract</dd>
          </div>
          <div>
            <dt>Factor</dt>
            <dd>{isWorking ? '2, because this node works' : '1; it is 2 while a node works'}</dd>
          </div>
          <div>
            <dt>Year</dt>
            <dd>{formatCount(Number(YEAR_SECONDS))} seconds, 365 days</dd>
          </div>
          <div>
            <dt>Stake that earns</dt>
            <dd>
              {formatCai(rewardWeightIf(emission, node, isWorking))}: idle stake, active nodes, and working
              nodes once more
            </dd>
          </div>
          <div>
            <dt>Commission</dt>
            <dd>{node.commissionBps / 100} %, which the owner keeps of its voters’ rewards</dd>
          </div>
        </dl>
        <p className="muted">
          At today’s rate and stake: every vote in the network changes it. Not in it: a part of the fees of
          tasks, which comes on top; compounding; and slashes, which take from the stake itself. The rate ends
          on {formatDay(emission.endsAt)} unless it is funded again.
        </p>
      </div>
    </details>
  );
}

/** What a vote for the node earns. */
export function EarningsCard({ detail, emission }: EarningsCardProps) {
  const { node, announced } = detail;
  const isWorking = node.workingUntil > 0;
  const apr = (working: boolean) => emission && formatApr(voterApr(emission, node, working));
  return (
    <section className="card" aria-labelledby="earnings-title">
      <h2 id="earnings-title">What a vote earns</h2>
      {node.weight === 0n ? (
        <p>Nothing now: only active nodes share in the emission.</p>
      ) : (
        <dl className="figures">
          <Figure name="Not working" note={isWorking ? 'if its tasks stop' : 'now'}>
            {apr(false)}
          </Figure>
          <Figure
            name="Working"
            note={isWorking ? `paid until ${formatMoment(node.workingUntil)}` : 'if it works'}
          >
            {apr(true)}
          </Figure>
          <Figure name="Idle stake" note="for comparison, never slashed">
            {emission && formatApr(idleApr(emission))}
          </Figure>
        </dl>
      )}
      <p>
        Commission {node.commissionBps / 100} %.{' '}
        {announced === undefined
          ? 'A rise would be announced one cool-down ahead.'
          : `Its owner has announced ${announced.bps / 100} % from ${formatMoment(announced.effectiveAt)} on.`}
      </p>
      {emission !== undefined && node.weight > 0n && (
        <>
          <p className="muted">
            1,000 CAI would earn about{' '}
            {roundCai(BigInt(Math.round(voterApr(emission, node) * 1e9)) * 1_000n * 10n ** 9n)} in a year.
          </p>
          <Formula detail={detail} emission={emission} />
        </>
      )}
    </section>
  );
}
