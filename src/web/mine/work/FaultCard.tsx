import type { MinerClient } from '#miner/service/minerClient.ts';
import type { CoordinatorStatus, FaultStatus } from '#miner/status/minerStatus.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { formatMoment } from '#web/time/moment.ts';
import { TransactionFailure } from '#web/transaction/transactionSentence.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

const FAULTS: Record<FaultStatus['fault'], string> = {
  order: 'It gave a task past the miner that comes first.',
  'two-draws': 'It drew one task twice.',
  beacon: 'It drew with a block that no draw may use.',
  stale: 'It drew with an old block.',
};

const STATES: Record<FaultStatus['state'], { text: string; tone: Tone }> = {
  found: { text: 'Not reported', tone: 'warn' },
  handed: { text: 'Handed on', tone: 'neutral' },
  punished: { text: 'Slashed', tone: 'good' },
  late: { text: 'Too late', tone: 'bad' },
};

const REFUSED = {
  none: 'The contract finds no fault in this draw any more.',
  late: 'The chain has forgotten the block of this draw, so it can be proved no more.',
  punished: 'Somebody else was first: the coordinator has been slashed for this draw.',
} as const;

function ReportButton({ fault, client }: { fault: FaultStatus; client: Pick<MinerClient, 'drawReport'> }) {
  const network = useNetwork();
  const flow = useTransaction();
  const report = () =>
    flow.run(async (wallet) => {
      const evidence = await client.drawReport(fault.id);
      if (evidence === undefined)
        throw new TransactionFailure('REVERTED', 'This tab does not keep the evidence any more.');
      const { contracts } = network.config;
      const { readDrawVerdict } = await import('#chain/courts/drawReports.ts');
      const { verdict, call } = await readDrawVerdict(network.client, contracts, evidence, wallet.address);
      if (verdict !== 'fault') throw new TransactionFailure('REVERTED', REFUSED[verdict]);
      await wallet.send(call);
    });
  return (
    <div className="step-body">
      <TransactionButton flow={flow} look="quiet" onClick={() => void report()}>
        Report from your wallet
      </TransactionButton>
      <TransactionStatus flow={flow} done="The coordinator was slashed, and your wallet got its part." />
    </div>
  );
}

interface FaultCardProps {
  faults: readonly FaultStatus[];
  coordinators: readonly CoordinatorStatus[];
  client: Pick<MinerClient, 'drawReport'>;
}

/** Wrong draws that this tab has seen. Nothing is shown while there are none. */
export function FaultCard({ faults, coordinators, client }: FaultCardProps) {
  if (faults.length === 0) return null;
  const nameOf = (operator: FaultStatus['operator']) =>
    coordinators.find((each) => each.operator === operator)?.name;
  return (
    <section className="card" aria-labelledby="faults-title">
      <h2 id="faults-title">Wrong draws</h2>
      <p className="muted">
        This tab compares every assignment that it hears with the draw, and hands wrong ones to another
        coordinator, which reports them and gets the reporter’s part. You can report one yourself for that
        part: it costs gas, and it is the only way where there is no other coordinator.
      </p>
      <ul className="rows" aria-label="Wrong draws">
        {faults.map((fault) => (
          <li key={fault.id}>
            <div className="row">
              <div className="row-main">
                <b>{nameOf(fault.operator) || <AddressTag address={fault.operator} />}</b>
                <small className="muted">
                  {FAULTS[fault.fault]} {formatMoment(fault.noticedAt)}
                </small>
              </div>
              <Badge tone={STATES[fault.state].tone}>{STATES[fault.state].text}</Badge>
            </div>
            {(fault.state === 'found' || fault.state === 'handed') && (
              <ReportButton fault={fault} client={client} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
