import type { MinerClient } from '#miner/service/minerClient.ts';
import type { CoordinatorStatus, FaultStatus } from '#miner/status/minerStatus.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { formatMoment } from '#web/time/moment.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

const FAULTS: Record<FaultStatus['fault'], MessageKey> = {
  order: 'mine.faultCard.itGaveATask',
  'two-draws': 'mine.faultCard.itDrewOneTask',
  beacon: 'mine.faultCard.itDrewWithA',
  stale: 'mine.faultCard.itDrewWithAn',
};

const STATES: Record<FaultStatus['state'], { text: MessageKey; tone: Tone }> = {
  found: { text: 'mine.faultCard.notReported', tone: 'warn' },
  handed: { text: 'mine.faultCard.handedOn', tone: 'neutral' },
  punished: { text: 'mine.faultCard.slashed', tone: 'good' },
  late: { text: 'mine.faultCard.tooLate', tone: 'bad' },
};

const REFUSED = {
  early: 'mine.faultCard.theChainCannotJudge',
  none: 'mine.faultCard.theContractFindsNo',
  late: 'mine.faultCard.theChainHasForgotten',
  punished: 'mine.faultCard.somebodyElseWasFirst',
} as const;

function ReportButton({ fault, client }: { fault: FaultStatus; client: Pick<MinerClient, 'drawReport'> }) {
  const network = useNetwork();
  const flow = useTransaction();
  const report = () =>
    flow.run(async (wallet) => {
      const evidence = await client.drawReport(fault.id);
      if (evidence === undefined) throw new TransactionFailure('REVERTED', t('mine.faultCard.noEvidence'));
      const { contracts } = network.config;
      const { readDrawVerdict } = await import('#chain/courts/reports/drawReports.ts');
      const { verdict, call } = await readDrawVerdict(network.client, contracts, evidence, wallet.address);
      if (verdict !== 'fault') throw new TransactionFailure('REVERTED', t(REFUSED[verdict]));
      await wallet.send(call);
    });
  return (
    <div className="step-body">
      <TransactionButton flow={flow} look="quiet" onClick={() => void report()}>
        {t('mine.faultCard.reportFromYourWallet')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.faultCard.theCoordinatorWasSlashed')} />
    </div>
  );
}

interface FaultCardProps {
  faults: readonly FaultStatus[];
  coordinators: readonly CoordinatorStatus[];
  client: Pick<MinerClient, 'drawReport'>;
}

/** A warning while this browser alone has some of the evidence. */
export function KeepEvidence({ faults }: Pick<FaultCardProps, 'faults'>) {
  if (faults.every(({ state }) => state !== 'found')) return null;
  return <p className="warn">{t('mine.faultCard.keepData')}</p>;
}

/** Wrong draws that this tab has seen, one at least. */
export function FaultCard({ faults, coordinators, client }: FaultCardProps) {
  const nameOf = (operator: FaultStatus['operator']) =>
    coordinators.find((each) => each.operator === operator)?.name;
  return (
    <section className="card" aria-labelledby="faults-title">
      <h2 id="faults-title">{t('mine.faultCard.wrongDraws')}</h2>
      <p className="muted">{t('mine.faultCard.thisTabComparesEvery')}</p>
      <KeepEvidence faults={faults} />
      <ul className="rows" aria-label={t('mine.faultCard.wrongDraws')}>
        {faults.map((fault) => (
          <li key={fault.id}>
            <div className="row">
              <div className="row-main">
                <b>{nameOf(fault.operator) || <AddressTag address={fault.operator} />}</b>
                <small className="muted">
                  {t(FAULTS[fault.fault])} {formatMoment(fault.noticedAt)}
                </small>
              </div>
              <Badge tone={STATES[fault.state].tone}>{t(STATES[fault.state].text)}</Badge>
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
