import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';
import type { MinerPhase } from '#miner/status/minerStatus.ts';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import type { GpuFinding } from '#web/gpu/gpuFinding.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import type { Step } from '#web/steps/StepList.tsx';

/** The way from an empty tab to a mining one, derived from what is known now. */

export type StepId = 'gpu' | 'wallet' | 'stake' | 'register' | 'run';
type MineStep = Step<StepId>;

export const STEP_TITLES: Record<StepId, MessageKey> = {
  gpu: 'mine.stepList.gpu',
  wallet: 'mine.stepList.wallet',
  stake: 'mine.stepList.stake',
  register: 'mine.stepList.registration',
  run: 'mine.stepList.mining',
};

/** How this tab's key stands on the chain. */
export type Registration =
  | { kind: 'unregistered' }
  /** The wallet owns a miner node that another key (another browser's) serves. */
  | { kind: 'other-key'; node: RosterNode }
  | { kind: 'registered'; node: RosterNode; standing: Standing }
  /** The key belongs to a node that its owner closed: it can serve no other. */
  | { kind: 'retired'; node: RosterNode };

/** Of a key's node: undefined where it has none, or it is not read yet. */
export function keyStandingOf(registration: Registration | undefined): Standing | undefined {
  if (registration?.kind === 'retired') return 'RETIRED';
  return registration?.kind === 'registered' ? registration.standing : undefined;
}

export interface MineFacts {
  gpu: GpuFinding | undefined;
  wallet: Address | undefined;
  /** Wei of CAI; undefined while unread. */
  inWallet: bigint | undefined;
  idle: bigint | undefined;
  minimum: bigint | undefined;
  registration: Registration | undefined;
  /** What this tab does; the work panel tells more. */
  work: Work;
  /** As the registered node announces it. */
  nodeName: string | undefined;
}

/** `elsewhere`: another tab of this browser mines, so this one cannot. */
export type Work = 'off' | 'starting' | 'started' | 'stopping' | 'elsewhere';

const WORK_DETAIL: Record<Work, MessageKey> = {
  off: 'mine.mineSteps.chooseModelsAndStart',
  starting: 'mine.mineSteps.gettingReady',
  // It may rest, or have lost the chain: the work panel says so.
  started: 'mine.mineSteps.thisTabHasStarted',
  stopping: 'mine.mineSteps.stopping',
  elsewhere: 'mine.mineSteps.anotherTabMines',
};

export function workOf(phase: MinerPhase): Exclude<Work, 'elsewhere'> {
  switch (phase) {
    case 'off':
    case 'failed':
      return 'off';
    case 'mining':
      return 'started';
    case 'stopping':
      return 'stopping';
    default:
      return 'starting';
  }
}

/** @param owned the miner nodes of the connected wallet that are not retired */
export function registrationOf(
  operatorNode: RosterNode | undefined,
  owned: readonly RosterNode[],
  nowSeconds: number,
): Registration {
  if (operatorNode !== undefined) {
    const standing = standingOf(operatorNode, nowSeconds);
    return standing === 'RETIRED'
      ? { kind: 'retired', node: operatorNode }
      : { kind: 'registered', node: operatorNode, standing };
  }
  const [other] = owned;
  return other === undefined ? { kind: 'unregistered' } : { kind: 'other-key', node: other };
}

function gpuStep(gpu: GpuFinding | undefined): MineStep {
  if (gpu === undefined)
    return { id: 'gpu', state: 'current', detail: t('mine.mineSteps.askingTheBrowserFor') };
  switch (gpu.state) {
    case 'no-webgpu':
      return { id: 'gpu', state: 'blocked', detail: t('mine.mineSteps.thisBrowserHasNo') };
    case 'no-adapter':
      return {
        id: 'gpu',
        state: 'blocked',
        detail: t('mine.mineSteps.thisBrowserHasWebgpu'),
      };
    case 'found':
      return {
        id: 'gpu',
        state: 'done',
        detail: gpu.fallback ? t('mine.mineSteps.nameSoftwareCorrectBut', { name: gpu.name }) : gpu.name,
      };
  }
}

function stakeStep({
  inWallet,
  idle,
  minimum,
  registration,
}: MineFacts): Omit<MineStep, 'state'> & { enough: boolean } {
  if (registration?.kind === 'registered' || registration?.kind === 'other-key') {
    const { selfBond } = registration.node;
    const short = minimum !== undefined && selfBond < minimum;
    const detail = short
      ? t('mine.mineSteps.theNodesBondIs', { cai: formatCai(minimum - selfBond) })
      : t('mine.mineSteps.selfbondBonded', { selfBond: formatCai(selfBond) });
    return { id: 'stake', enough: !short, detail };
  }
  if (registration === undefined || inWallet === undefined || idle === undefined || minimum === undefined) {
    const detail =
      minimum === undefined
        ? t('mine.mineSteps.aMinerNeedsA')
        : t('mine.mineSteps.aMinerNeedsAtLeast', { minimum: formatCai(minimum) });
    return { id: 'stake', enough: false, detail };
  }
  const have = inWallet + idle;
  if (have < minimum) {
    return {
      id: 'stake',
      enough: false,
      detail: t('mine.mineSteps.caiMissingOfMinimum', {
        cai: formatCai(minimum - have),
        minimum: formatCai(minimum),
      }),
    };
  }
  const fromWallet = topUpFor(minimum, idle);
  const detail =
    fromWallet === 0n
      ? t('mine.mineSteps.idleOfIdleStake', { idle: formatCai(idle) })
      : t('mine.mineSteps.fromwalletWillComeFrom', { fromWallet: formatCai(fromWallet) });
  return { id: 'stake', enough: true, detail };
}

function registerDetail({ registration, nodeName }: MineFacts): string {
  switch (registration?.kind) {
    case undefined:
      return t('mine.mineSteps.oneTransactionTiesThis');
    case 'unregistered':
      return t('mine.mineSteps.oneTransactionTiesThis');
    case 'other-key':
      return t('mine.mineSteps.yourIdIsServed', { id: nodeLabel(registration.node.id, nodeName) });
    case 'retired':
      return t('mine.mineSteps.thisTabsKeyBelongs', { id: nodeLabel(registration.node.id, nodeName) });
    case 'registered':
      return registration.standing === 'JAILED'
        ? t('mine.mineSteps.yourIdIsJailed', { id: nodeLabel(registration.node.id, nodeName) })
        : t('mine.mineSteps.thisTabsKeyServes', { id: nodeLabel(registration.node.id, nodeName) });
  }
}

/**
 * The checklist. One step is `current` until all are done or one is blocked; none while the state of this
 * tab's key on the chain is unknown, because a registered miner would be asked for the wrong thing.
 */
export function mineSteps(facts: MineFacts): MineStep[] {
  const { wallet, registration, work } = facts;
  const registered = registration?.kind === 'registered';
  const { enough, ...stake } = stakeStep(facts);
  const standing = registered ? registration.standing : undefined;
  const asked: { id: StepId; done: boolean; detail: string }[] = [
    // A registered key works without the wallet that registered it.
    {
      id: 'wallet',
      done: wallet !== undefined || registered,
      detail:
        wallet ??
        (registered ? t('mine.mineSteps.notNeededWhileMining') : t('mine.mineSteps.itPaysTheStake')),
    },
    { ...stake, done: enough },
    { id: 'register', done: registered && standing !== 'JAILED', detail: registerDetail(facts) },
    { id: 'run', done: work === 'started', detail: t(WORK_DETAIL[work]) },
  ];
  const gpu = gpuStep(facts.gpu);
  let open = gpu.state === 'done';
  const rest = asked.map(({ id, done, detail }): MineStep => {
    if (done) return { id, state: 'done', detail };
    if (id === 'stake' && registration === undefined) open = false;
    const state = open ? 'current' : 'waiting';
    open = false;
    return { id, state, detail };
  });
  return [gpu, ...rest];
}
