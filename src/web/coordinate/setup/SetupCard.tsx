import type { ReactNode } from 'react';
import type { Address } from 'viem';
import { Link } from 'wouter';
import { type NodeInfo, nodeInfoSchema } from '#chain/nodeInfo.ts';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { AddressStep } from '#web/coordinate/setup/AddressStep.tsx';
import { coordinateSteps, STEP_TITLES, type StepId } from '#web/coordinate/setup/coordinateSteps.ts';
import type { Draft } from '#web/coordinate/setup/draft.ts';
import { KeyStep } from '#web/coordinate/setup/KeyStep.tsx';
import { RegisterStep } from '#web/coordinate/setup/RegisterStep.tsx';
import { useConsent } from '#web/coordinate/setup/useConsent.ts';
import { useDraft } from '#web/coordinate/setup/useDraft.ts';
import { Command } from '#web/coordinate/terminal/Command.tsx';
import { fundCommand } from '#web/coordinate/terminal/commands.ts';
import { rich, t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { StepList } from '#web/steps/StepList.tsx';

/** What the node would announce; undefined until that is whole. */
export function infoOf({ name, url }: Draft): NodeInfo | undefined {
  const info = { name: name.trim(), url: url.trim() };
  return info.name !== '' && nodeInfoSchema.safeParse(info).success ? info : undefined;
}

/** The typed address, if it is one. */
const urlOf = ({ url }: Draft): string | undefined => {
  const parsed = nodeInfoSchema.shape.url.safeParse(url.trim());
  return parsed.success ? parsed.data : undefined;
};

/** How to get the CAI that is missing. */
function MoreCai({ wallet }: { wallet: Address }) {
  const { config } = useNetwork();
  return (
    <div className="step-body">
      {config.devnet ? (
        <>
          <p>{t('coordinate.setupCard.onADevnet')}</p>
          <Command>{fundCommand(wallet)}</Command>
        </>
      ) : (
        <p>
          {rich('coordinate.setupCard.getCai', { link: (part) => <Link href="/portfolio">{part}</Link> })}
        </p>
      )}
    </div>
  );
}

/** From a wallet to a registered coordinator. What is done is skipped, and a reload forgets nothing. */
export function SetupCard() {
  const { address: wallet, balances } = useWallet();
  const idle = useStake(wallet).data?.idle;
  const inWallet = balances.data?.cai;
  const minimum = useMinimumBond('coordinator');
  const [draft, change] = useDraft();
  const checked = useConsent(draft.consent, wallet);
  const consent = checked?.ok === true ? checked.consent : undefined;
  const info = infoOf(draft);
  const facts = { wallet, idle, inWallet, minimum, operator: consent?.operator, url: info?.url };
  const steps = coordinateSteps(facts);
  const isOpen = (id: StepId) => steps.find((step) => step.id === id)?.state === 'current';
  const money =
    idle === undefined || inWallet === undefined || minimum === undefined
      ? undefined
      : { idle, inWallet, minimum };

  const keyStep = wallet !== undefined && (
    <KeyStep
      owner={wallet}
      text={draft.consent}
      checked={checked}
      onText={(text) => change({ consent: text })}
    />
  );
  const bodies: Partial<Record<StepId, ReactNode>> = {
    wallet: wallet === undefined && (
      <div className="step-body">
        <ConnectButton />
      </div>
    ),
    stake: wallet !== undefined && money !== undefined && isOpen('stake') && <MoreCai wallet={wallet} />,
    key:
      consent !== undefined ? (
        <details className="step-body">
          <summary>{t('coordinate.setupCard.changeTheKey')}</summary>
          {keyStep}
        </details>
      ) : (
        keyStep
      ),
    address: wallet !== undefined && (
      <AddressStep draft={draft} url={urlOf(draft)} operator={consent?.operator} onChange={change} />
    ),
    register: isOpen('register') && consent !== undefined && info !== undefined && money !== undefined && (
      <RegisterStep consent={consent} info={info} {...money} draft={draft} onChange={change} />
    ),
  };
  return (
    <div className="card coordinate-setup">
      <StepList
        label={t('coordinate.setupCard.stepsToACoordinator')}
        steps={steps}
        titles={STEP_TITLES}
        bodies={bodies}
      />
    </div>
  );
}
