import { useState } from 'react';
import type { Address, Hex } from 'viem';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { PayoutField, usePayout } from '#web/confirm/PayoutField.tsx';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { ExitTimeline } from '#web/portfolio/ExitTimeline.tsx';
import { exitPlanOf } from '#web/portfolio/exitPlan.ts';
import { sumOf } from '#web/portfolio/holdings.ts';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import type { StakeExit } from '#web/queries/useStake.ts';
import { rebondCall, restakeCall, togetherCall, withdrawCall } from '#web/staking/stakingCalls.ts';
import { formatMoment } from '#web/time/moment.ts';
import { type TransactionFlow, useTransaction } from '#web/transaction/useTransaction.ts';

interface ExitRowProps {
  portfolio: Portfolio;
  exit: StakeExit;
  flow: TransactionFlow;
  payout: ReturnType<typeof usePayout>;
  /** What to say once it is there. */
  withdrawn: string;
  send: (data: Hex, cai: bigint, done: string) => void;
}

function ExitRow({ portfolio, exit, flow, payout: { to, missing }, withdrawn, send }: ExitRowProps) {
  const { nowSeconds, labelOf, nodeOf, targets } = portfolio;
  const { ready, story, cancel, restake, mayRestake } = exitPlanOf(exit, {
    nowSeconds,
    labelOf,
    source: nodeOf(exit.nodeId),
    targetOpen: targets.some(({ id }) => id === exit.target),
  });
  const amount = formatCai(exit.amount);
  return (
    <li className="exit" data-ready={ready}>
      <div className="exit-head">
        <b className="digits">
          <ExactAmount wei={exit.amount} unit="CAI" />
        </b>
        {ready ? (
          <Badge tone="good">{t('portfolio.exitList.ready')}</Badge>
        ) : (
          <Countdown until={exit.readyAt} label={t('portfolio.exitList.coolDownOfAmount', { amount })} />
        )}
        <time className="muted" dateTime={new Date(exit.readyAt * 1_000).toISOString()}>
          {t(ready ? 'portfolio.exitList.since' : 'portfolio.exitList.until', {
            moment: formatMoment(exit.readyAt),
          })}
        </time>
      </div>
      <p className="muted">{story}</p>
      <div className="row-actions">
        <TransactionButton
          flow={flow}
          unavailable={ready ? missing : t('portfolio.exitList.coolsDown')}
          onClick={() => to !== undefined && send(withdrawCall(exit.id, to), exit.amount, withdrawn)}
        >
          {t('portfolio.exitList.withdrawAmount', { amount })}
        </TransactionButton>
        <TransactionButton
          flow={flow}
          look="quiet"
          unavailable={mayRestake ? undefined : t('portfolio.exitList.coolsDown')}
          label={`${restake}: ${amount}`}
          onClick={() => send(restakeCall(exit.id), exit.amount, t('portfolio.exitList.done', { restake }))}
        >
          {restake}
        </TransactionButton>
        {cancel !== undefined && (
          <TransactionButton
            flow={flow}
            look="quiet"
            label={`${cancel}: ${amount}`}
            onClick={() =>
              send(
                rebondCall(exit.id),
                exit.amount,
                t('portfolio.exitList.cancelledAmountAreBack', { amount, nodeId: labelOf(exit.nodeId) }),
              )
            }
          >
            {cancel}
          </TransactionButton>
        )}
      </div>
    </li>
  );
}

/** Stake that is leaving, on a line of time, with everything that can become of it. */
export function ExitList({ portfolio }: { portfolio: Portfolio }) {
  const { exits, nowSeconds } = portfolio;
  const { config } = useNetwork();
  const flow = useTransaction();
  const payout = usePayout(portfolio.address);
  const ready = exits.filter(({ readyAt }) => readyAt <= nowSeconds);
  const [done, setDone] = useState('');
  const withdrawn = t(
    payout.elsewhere ? 'portfolio.exitList.withdrawnElsewhere' : 'portfolio.exitList.withdrawn',
  );

  function send(data: Hex, cai: bigint, then: string): void {
    setDone(then);
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data, cai }));
  }

  function withdrawAll(to: Address): void {
    const call = togetherCall(ready.map(({ id }) => withdrawCall(id, to)));
    send(call, sumOf(ready.map(({ amount }) => amount)), withdrawn);
  }

  return (
    <section className="card span" aria-labelledby="exits-title">
      <h2 id="exits-title">{t('portfolio.exitList.leaving')}</h2>
      {exits.length === 0 ? (
        <EmptyNotice level={3} title={t('portfolio.exitList.noExits')}>
          <p>{t('portfolio.exitList.whatYouUnstakeTake')}</p>
        </EmptyNotice>
      ) : (
        <>
          <ExitTimeline portfolio={portfolio} />
          <ul className="exits" aria-label={t('portfolio.exitList.exits')}>
            {exits.map((exit) => (
              <ExitRow
                key={String(exit.id)}
                portfolio={portfolio}
                exit={exit}
                flow={flow}
                payout={payout}
                withdrawn={withdrawn}
                send={send}
              />
            ))}
          </ul>
          <PayoutField payout={payout} what="withdrawals" readOnly={flow.busy} />
          {ready.length > 1 && (
            <p>
              <TransactionButton
                flow={flow}
                unavailable={payout.missing}
                onClick={() => payout.to !== undefined && withdrawAll(payout.to)}
              >
                {t('portfolio.exitList.withdrawAllCountThat', {
                  count: ready.length,
                  amount: formatCai(sumOf(ready.map(({ amount }) => amount))),
                })}
              </TransactionButton>
            </p>
          )}
        </>
      )}
      <TransactionStatus flow={flow} done={done} missing={exits.length > 0 ? payout.missing : undefined} />
    </section>
  );
}
