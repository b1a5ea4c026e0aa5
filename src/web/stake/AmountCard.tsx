import { type ReactNode, useId } from 'react';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { amountMissing } from '#web/money/amountMissing.ts';
import { Outcome } from '#web/staking/Outcome.tsx';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface AmountCardProps {
  title: string;
  hint: string;
  /** Label of the amount field. */
  label: string;
  /** Wei of CAI. */
  maximum: bigint | undefined;
  /** Where the amount comes from, for the field's maximum. */
  source: string;
  /** What to say where the maximum is nothing. */
  none: string;
  /** The button's, with the placeholder `amount`. */
  button: MessageKey;
  /** Shown when the transaction is in a block. */
  done: string;
  /** What the transaction will leave. */
  outcome: (wei: bigint) => string;
  send: (wallet: PageWallet, wei: bigint) => Promise<unknown>;
  children?: ReactNode;
}

/** A card that sends one transaction for an amount of CAI, then empties its field. */
export function AmountCard(props: AmountCardProps) {
  const { title, hint, label, maximum, source, none, button, done, outcome, send, children } = props;
  const titleId = useId();
  const amount = useAmount(maximum);
  const flow = useTransaction();
  const missing = amountMissing(amount, none);

  async function run(wei: bigint): Promise<void> {
    if (await flow.run((wallet) => send(wallet, wei))) amount.setText('');
  }

  return (
    <section className="card" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <p className="muted">{hint}</p>
      <AmountField
        label={label}
        amount={amount}
        source={source}
        readOnly={flow.busy}
        onEnter={(wei) => void run(wei)}
      />
      <Outcome lines={amount.wei === undefined ? [] : [outcome(amount.wei)]} />
      <AmountButton
        flow={flow}
        wei={amount.wei}
        unavailable={missing}
        text={button}
        onClick={(wei) => void run(wei)}
      />
      <TransactionStatus flow={flow} done={done} missing={missing} />
      {children}
    </section>
  );
}
