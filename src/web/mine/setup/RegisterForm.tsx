import { useId, useState } from 'react';
import { encodeFunctionData } from 'viem';
import { Link } from 'wouter';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { encodeNodeInfo, nodeInfoSchema } from '#chain/nodeInfo.ts';
import { ROLE } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { onDemand } from '#web/design/onDemand.tsx';
import { rich, t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { minerConsent } from '#web/mine/setup/consent.ts';
import { exactAmount, formatCai } from '#web/money/amount.ts';
import { amountMissing } from '#web/money/amountMissing.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface RegisterFormProps {
  miner: Miner;
  /** Wei of CAI. */
  minimum: bigint;
  idle: bigint;
  inWallet: bigint;
}

const SlashTerms = onDemand(async () => (await import('#web/staking/slash/SlashTerms.tsx')).SlashTerms);

const MAX_NAME = nodeInfoSchema.shape.name.maxLength ?? undefined;
/** Percent of the voters' rewards. The contract allows more, but voters avoid new miners that take much. */
const COMMISSIONS = [0, 5, 10, 20];
const BASIS_POINTS = 100;

export function RegisterForm({ miner, minimum, idle, inWallet }: RegisterFormProps) {
  const id = useId();
  const network = useNetwork();
  const [name, setName] = useState('');
  const [commission, setCommission] = useState(COMMISSIONS[1]!);
  const bond = useAmount(idle + inWallet, exactAmount(minimum));
  const flow = useTransaction();
  const missing =
    bond.wei !== undefined && bond.wei < minimum
      ? t('mine.registerForm.theBondMustBe', { minimum: formatCai(minimum) })
      : amountMissing(bond, t('shell.noCaiHint.none'));

  async function register(wallet: PageWallet, wei: bigint): Promise<void> {
    const { operator, deadline, consent } = await minerConsent(network, miner.client, wallet.address);
    const info = encodeNodeInfo({
      name: name.trim() === '' ? t('mine.registerForm.aBrowserTab') : name.trim(),
    });
    const args = [ROLE.miner, operator, commission * BASIS_POINTS, wei, info, deadline, consent] as const;
    const action = encodeFunctionData({ abi: stakingAbi, functionName: 'register', args });
    await wallet.sendWithTopUp(topUpFor(wei, idle), action);
  }

  const start = (wei: bigint) => void flow.run((wallet) => register(wallet, wei));

  return (
    <div className="step-body">
      <div className="pair">
        <div className="field">
          <label htmlFor={`${id}-name`}>{t('mine.registerForm.nameOfTheMiner')}</label>
          <input
            id={`${id}-name`}
            type="text"
            maxLength={MAX_NAME}
            placeholder={t('mine.registerForm.aBrowserTab')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-commission`}>{t('mine.registerForm.commissionFromVoters')}</label>
          <select
            id={`${id}-commission`}
            value={commission}
            onChange={(event) => setCommission(Number(event.target.value))}
          >
            {COMMISSIONS.map((percent) => (
              <option key={percent} value={percent}>
                {percent} %
              </option>
            ))}
          </select>
        </div>
      </div>
      <AmountField
        label={t('mine.registerForm.bond')}
        amount={bond}
        source={t('mine.registerForm.idleStakeAndWallet')}
        readOnly={flow.busy}
        onEnter={(wei) => wei >= minimum && start(wei)}
      />
      <SlashTerms nodeRole="miner" />
      <p className="muted">
        {rich('mine.registerForm.aSlashTakes', { link: (part) => <Link href="/docs/slashing">{part}</Link> })}
      </p>
      <AmountButton
        flow={flow}
        wei={bond.wei}
        unavailable={missing}
        text="mine.registerForm.registerAmount"
        onClick={start}
      />
      <TransactionStatus flow={flow} done={t('mine.registerForm.registered')} missing={missing} />
    </div>
  );
}
