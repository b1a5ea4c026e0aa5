import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Address } from 'viem';
import { Link } from 'wouter';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { useOneColumn } from '#web/design/oneColumn.ts';
import { GpuHelp } from '#web/gpu/GpuHelp.tsx';
import { findGpu } from '#web/gpu/gpuFinding.ts';
import { JuryCard } from '#web/mine/jury/JuryCard.tsx';
import { NewKey } from '#web/mine/key/NewKey.tsx';
import { useLeaveWarning } from '#web/mine/miner/useLeaveWarning.ts';
import { type Miner, useMiner } from '#web/mine/miner/useMiner.ts';
import { useOtherTabMines } from '#web/mine/miner/useOtherTab.ts';
import { ModelShelf } from '#web/mine/models/ModelShelf.tsx';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';
import { finishedSteps } from '#web/mine/setup/finishedSteps.ts';
import {
  keyStandingOf,
  mineSteps,
  STEP_TITLES,
  type StepId,
  type Work,
  workOf,
} from '#web/mine/setup/mineSteps.ts';
import { useCasesToServe } from '#web/mine/setup/useCasesToServe.ts';
import { type RegistrationState, useRegistration } from '#web/mine/setup/useRegistration.ts';
import { EarningsCard } from '#web/mine/work/EarningsCard.tsx';
import { RunPanel } from '#web/mine/work/RunPanel.tsx';
import { WorkPanel } from '#web/mine/work/WorkPanel.tsx';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { StepList } from '#web/steps/StepList.tsx';
import '#web/mine/mine.css';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';

/** Few tabs ever need these, or once, so none loads them before. */
const AccusedCard = onDemand(async () => (await import('#web/mine/jury/AccusedCard.tsx')).AccusedCard);
const StorageNotice = onDemand(async () => (await import('#web/mine/key/StorageNotice.tsx')).StorageNotice);
const TakeOver = onDemand(async () => (await import('#web/mine/setup/TakeOver.tsx')).TakeOver);
const WhyNoWork = onDemand(async () => {
  const [{ WhyNoWork }] = await Promise.all([
    import('#web/mine/odds/WhyNoWork.tsx'),
    loadMessages('coordinator'),
  ]);
  return WhyNoWork;
});
const StepDrip = onDemand(async () => {
  const [{ StepDrip }] = await Promise.all([
    import('#web/mine/setup/StepDrip.tsx'),
    loadMessages('faucet', 'coordinator'),
  ]);
  return StepDrip;
});
const RegisterForm = onDemand(async () => (await import('#web/mine/setup/RegisterForm.tsx')).RegisterForm);
const BondTopUp = onDemand(async () => (await import('#web/ownNode/NodeRepair.tsx')).BondTopUp);
const Unjail = onDemand(async () => (await import('#web/ownNode/NodeRepair.tsx')).Unjail);
const OwnAuditsCard = onDemand(async () => {
  const loading = [import('#web/mine/audits/OwnAuditsCard.tsx'), loadMessages('coordinator')] as const;
  return (await Promise.all(loading))[0].OwnAuditsCard;
});
const Connections = onDemand(async () => (await import('#web/mine/connections/Connections.tsx')).Connections);
const RecentTasks = onDemand(async () => (await import('#web/mine/connections/Connections.tsx')).RecentTasks);
const EarningsHistory = onDemand(
  async () => (await import('#web/mine/history/EarningsHistory.tsx')).EarningsHistory,
);
const FinishedSetup = onDemand(async () => (await import('#web/mine/setup/FinishedSetup.tsx')).FinishedSetup);
const FaultCard = onDemand(async () => (await import('#web/mine/work/FaultCard.tsx')).FaultCard);

interface Funds {
  idle: bigint | undefined;
  inWallet: bigint | undefined;
}

/** The registration step's controls, for each state of the key. */
function registrationBody(
  miner: Miner,
  { registration, minimum, nowSeconds }: RegistrationState,
  funds: Funds,
): ReactNode {
  switch (registration?.kind) {
    case undefined:
      return null;
    case 'other-key':
      return <TakeOver miner={miner} node={registration.node} />;
    case 'retired':
      return <NewKey miner={miner} />;
    case 'registered':
      return registration.standing === 'JAILED' ? (
        <Unjail node={registration.node} nowSeconds={nowSeconds} />
      ) : null;
    case 'unregistered': {
      const { idle, inWallet } = funds;
      if (minimum === undefined || idle === undefined || inWallet === undefined || idle + inWallet < minimum)
        return null;
      return <RegisterForm miner={miner} minimum={minimum} idle={idle} inWallet={inWallet} />;
    }
  }
}

function stakeBody(
  { registration, minimum }: RegistrationState,
  { idle, inWallet }: Funds,
  receiver: Address | undefined,
): ReactNode {
  if (minimum === undefined || idle === undefined || inWallet === undefined) return null;
  if (registration?.kind === 'registered') {
    const missing = minimum - registration.node.selfBond;
    return missing > 0n ? <BondTopUp node={registration.node} missing={missing} idle={idle} /> : null;
  }
  if (registration?.kind !== 'unregistered' || idle + inWallet >= minimum) return null;
  return receiver === undefined ? null : <StepDrip receiver={receiver} />;
}

export function MinePage() {
  usePageTitle(t('shell.pageHead.mine'));
  const miner = useMiner();
  const wallet = useWallet();
  const stake = useStake(wallet.address);
  const registering = useRegistration(miner);
  const gpu = useQuery({ queryKey: ['gpu'], queryFn: () => findGpu(navigator.gpu), staleTime: Infinity });
  const { registration, minimum, operator } = registering;
  const funds = { idle: stake.data?.idle, inWallet: wallet.balances.data?.cai };
  const { status, running } = miner;
  useLeaveWarning(status.current.length > 0);

  const oneColumn = useOneColumn();
  const workPanel = useRef<HTMLElement>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    if (!running || !wasAsked.current) return;
    wasAsked.current = false;
    // In one column, what it does now is out of sight of the button that started it.
    if (!oneColumn) return;
    workPanel.current?.focus({ preventScroll: true });
    workPanel.current?.scrollIntoView();
  }, [running, oneColumn]);

  const otherMines = useOtherTabMines(running) === true;
  const work: Work = otherMines ? 'elsewhere' : workOf(status.phase);
  const found = status.gpu === null ? gpu.data : { state: 'found' as const, ...status.gpu };
  const node = registration !== undefined && 'node' in registration ? registration.node : undefined;
  const nodeName = useNodeInfos(node === undefined ? [] : [node]).byId.get(node?.id ?? 0n)?.name;
  const facts = { gpu: found, wallet: wallet.address, minimum, registration, work, nodeName };
  const steps = mineSteps({ ...facts, ...funds });
  const { finished, shown } = finishedSteps(steps, { running, oneColumn });
  const standing = keyStandingOf(registration);
  const casesToServe = useCasesToServe(miner, standing);
  const mayWork = standing === 'ACTIVE' || (casesToServe !== undefined && casesToServe > 0);
  const bodies: Partial<Record<StepId, ReactNode>> = {
    gpu: <GpuHelp gpu={found} onLookAgain={() => void gpu.refetch()} />,
    wallet: wallet.address === undefined && registration?.kind !== 'registered' && (
      <div className="step-body">
        <ConnectButton />
      </div>
    ),
    stake: stakeBody(registering, funds, wallet.address),
    register: registrationBody(miner, registering, funds),
    run: (
      <RunPanel
        miner={miner}
        mayRun={mayWork && found?.state === 'found'}
        onStart={() => {
          wasAsked.current = true;
        }}
      />
    ),
  };

  return (
    <>
      <PageHead path="/mine" />
      <div className="mine" data-running={running}>
        <div className="mine-column">
          <div className="card">
            {found === undefined ? (
              <p className="steps-loading muted" role="status">
                {t('mine.minePage.askingTheBrowserFor')}
              </p>
            ) : (
              <>
                {finished.length > 0 && <FinishedSetup steps={finished} bodies={bodies} />}
                <StepList
                  label={t('mine.stepList.stepsToMining')}
                  steps={shown}
                  titles={STEP_TITLES}
                  bodies={bodies}
                />
                <p className="muted operator">
                  {t('mine.minePage.minerKeyOfThis')}{' '}
                  {operator.isError ? (
                    minerSentence(operator.error, 'mine.problem.KEY_STORE')
                  ) : (
                    <code>{operator.data ?? t('mine.minePage.oneMoment')}</code>
                  )}
                </p>
                {operator.isError && <NewKey miner={miner} />}
                <p>
                  <Link href="/mine/node">{t('mine.minePage.yourNodeNameCommission')}</Link>
                </p>
                <p>
                  <Link href="/mine/models">{t('mine.minePage.yourModels')}</Link>
                </p>
                <p>
                  <Link href="/coordinate">{t('mine.minePage.runACoordinator')}</Link>
                </p>
              </>
            )}
          </div>
          <EarningsCard miner={miner} owner={node?.owner} />
          {miner.earned.length > 0 && (
            <EarningsHistory earned={miner.earned} now={Math.floor(Date.now() / 1_000)} />
          )}
          {(running || miner.recent.length > 0) && <RecentTasks recent={miner.recent} />}
        </div>
        <div className="mine-column">
          {status.casesAgainst.length > 0 && <AccusedCard casesAgainst={status.casesAgainst} />}
          <WorkPanel ref={workPanel} miner={miner}>
            {(status.phase === 'mining' || status.phase === 'connecting') && <WhyNoWork miner={miner} />}
          </WorkPanel>
          {/* What may be lost is there while the tab rests, too. */}
          {(running || node !== undefined) && <StorageNotice />}
          <JuryCard juries={status.juries} running={running} casesToServe={casesToServe} />
          {node !== undefined && <OwnAuditsCard nodeId={node.id} />}
          {running && <Connections coordinators={status.coordinators} onResume={miner.resume} />}
          {status.faults.length > 0 && (
            <FaultCard faults={status.faults} coordinators={status.coordinators} client={miner.client} />
          )}
          <ModelShelf mining={running} proven={status.models} />
        </div>
      </div>
    </>
  );
}

/** The models that this tab can mine with, at an address of their own. */
export function MineModelsPage() {
  usePageTitle(t('shell.pageHead.mineModels'));
  const { status, running } = useMiner();
  return (
    <>
      <p className="back">
        <Link href="/mine">{t('mine.minePage.back')}</Link>
      </p>
      <PageHead path="/mine/models" />
      <ModelShelf mining={running} proven={status.models} />
    </>
  );
}
