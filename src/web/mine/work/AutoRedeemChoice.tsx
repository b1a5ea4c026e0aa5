import { useId, useState, useSyncExternalStore } from 'react';
import { t } from '#web/language/translate.ts';
import { autoRedeem, type RedeemOutcome } from '#web/mine/redeem/autoRedeem.ts';
import { MiningChoice } from '#web/mine/work/MiningChoice.tsx';
import { readWish, writeWish } from '#web/mining/miningWish.ts';
import { exactAmount, formatAmount, formatCai, parseAmount } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** What is offered first, in CAI: some dozens of images. */
const FIRST_CAI = '100';

const formatGas = (wei: bigint) => `${formatAmount(wei)} ETH`;

/** How the last try ended; nothing where there is nothing to tell. */
function outcomeSentence(outcome: RedeemOutcome | undefined): string | undefined {
  switch (outcome?.kind) {
    case undefined:
    case 'too-little':
      return undefined;
    case 'redeemed':
      return t('mine.autoRedeem.redeemed', { amount: formatCai(outcome.payable) });
    case 'no-gas':
      return t('mine.autoRedeem.noGas', {
        amount: formatCai(outcome.payable),
        balance: formatGas(outcome.balance),
        needed: formatGas(outcome.needed),
      });
    case 'failed':
      return t('mine.autoRedeem.failed', { reason: outcome.reason });
  }
}

/**
 * Lets the tab redeem by itself from an amount on. Anyone may send a voucher to the contract, so the miner
 * key does, as far as it has gas; where it has none, this says so beside the button for the wallet.
 */
export function AutoRedeemChoice() {
  const { config } = useNetwork();
  const id = useId();
  const [at, setAt] = useState(() => readWish(config).redeemAt);
  const [text, setText] = useState(at ?? FIRST_CAI);
  const outcome = useSyncExternalStore(autoRedeem.subscribe, autoRedeem.outcome);
  const sentence = outcomeSentence(outcome);
  const parsed = parseAmount(text);
  const choose = (redeemAt: string | null) => {
    setAt(redeemAt);
    writeWish(config, { redeemAt });
  };
  /** Once it is typed whole: at the 1 of 100 nothing is to be redeemed. */
  const leaveField = () => {
    if (parsed.ok) choose(exactAmount(parsed.wei));
  };
  return (
    <div className="auto-redeem">
      <MiningChoice
        name={t('mine.autoRedeem.redeemByItself')}
        note={t('mine.autoRedeem.paysGas')}
        checked={at !== null}
        onChange={(on) => choose(on ? (parsed.ok ? exactAmount(parsed.wei) : FIRST_CAI) : null)}
      >
        {at !== null && (
          <span className="rest-hours">
            <label htmlFor={id}>{t('mine.autoRedeem.from')}</label>
            <input
              id={id}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              value={text}
              aria-invalid={!parsed.ok}
              aria-describedby={`${id}-problem`}
              onChange={({ target }) => setText(target.value)}
              onBlur={leaveField}
            />
            CAI
          </span>
        )}
        <small id={`${id}-problem`} className="rule-state" role="status">
          {at !== null && (parsed.ok ? sentence : t('mine.autoRedeem.badAmount'))}
        </small>
      </MiningChoice>
    </div>
  );
}
