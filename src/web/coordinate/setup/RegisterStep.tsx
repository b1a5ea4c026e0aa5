import { useId } from 'react';
import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { encodeNodeInfo, type NodeInfo } from '#chain/nodeInfo.ts';
import { ROLE } from '#chain/roster.ts';
import type { ConsentLine } from '#protocol/signed/consentLine.ts';
import { AmountField, amountOf } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { COMMISSIONS, type Draft } from '#web/coordinate/setup/draft.ts';
import { t } from '#web/language/translate.ts';
import { exactAmount, formatCai } from '#web/money/amount.ts';
import { amountMissing } from '#web/money/amountMissing.ts';
import { SlashTerms } from '#web/staking/slash/SlashTerms.tsx';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface RegisterStepProps {
  consent: ConsentLine;
  info: NodeInfo;
  /** Wei of CAI. */
  minimum: bigint;
  idle: bigint;
  inWallet: bigint;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

const BASIS_POINTS = 100;

/** Bond and commission, and the one transaction that stakes and registers. */
export function RegisterStep(props: RegisterStepProps) {
  const { consent, info, minimum, idle, inWallet, draft, onChange } = props;
  const id = useId();
  const { commission, bond: typed = exactAmount(minimum) } = draft;
  const bond = amountOf(typed, (text) => onChange({ bond: text }), idle + inWallet);
  const flow = useTransaction();
  const missing =
    bond.wei !== undefined && bond.wei < minimum
      ? t('coordinate.registerStep.atLeast', { minimum: formatCai(minimum) })
      : amountMissing(bond, t('shell.noCaiHint.none'));

  const register = (wei: bigint) => {
    const { operator, deadline, signature } = consent;
    const terms = [ROLE.coordinator, operator, commission * BASIS_POINTS, wei] as const;
    const args = [...terms, encodeNodeInfo(info), deadline, signature] as const;
    const action = encodeFunctionData({ abi: stakingAbi, functionName: 'register', args });
    void flow.run((wallet) => wallet.sendWithTopUp(topUpFor(wei, idle), action));
  };

  return (
    <div className="step-body">
      <div className="field">
        <label htmlFor={id}>{t('coordinate.registerStep.commission')}</label>
        <select
          id={id}
          value={commission}
          onChange={({ target }) => onChange({ commission: COMMISSIONS[target.selectedIndex]! })}
        >
          {COMMISSIONS.map((percent) => (
            <option key={percent} value={percent}>
              {percent} %
            </option>
          ))}
        </select>
      </div>
      <AmountField
        label={t('coordinate.registerStep.bond')}
        amount={bond}
        source={t('coordinate.registerStep.idleStakeAndWallet')}
        readOnly={flow.busy}
        onEnter={(wei) => wei >= minimum && register(wei)}
      />
      <SlashTerms nodeRole="coordinator" />
      <AmountButton
        flow={flow}
        wei={bond.wei}
        unavailable={missing}
        text="coordinate.registerStep.registerAmount"
        onClick={register}
      />
      <TransactionStatus flow={flow} done={t('coordinate.registerStep.registered')} missing={missing} />
    </div>
  );
}
