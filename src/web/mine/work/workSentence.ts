import type { CurrentTask, MinerStatus } from '#miner/status/minerStatus.ts';

const RESTING_SENTENCE = 'Paused while you use this page. Tasks go to other miners.';

/** What the tab does now, in a sentence. */
export function workSentence(status: MinerStatus): string {
  const { phase, current, queued, error, resting, chainProblem, coordinators } = status;
  if (chainProblem !== null && current.length === 0 && (phase === 'connecting' || phase === 'mining'))
    return `${chainProblem} This tab takes no task until that is over.`;
  switch (phase) {
    case 'off':
      return 'This tab is not mining.';
    case 'checking':
      return 'Checking the GPU…';
    case 'loading':
      return 'Loading models…';
    case 'proving':
      return 'Checking that this GPU computes correctly…';
    case 'connecting':
      return refusalIn(coordinators) ?? 'Connecting to coordinators…';
    case 'stopping':
      return 'Stopping after the current task…';
    case 'failed':
      return error?.message ?? 'The miner stopped unexpectedly. Start it again.';
    case 'mining':
      if (current.length === 0) return resting ? RESTING_SENTENCE : 'Mining: waiting for a task.';
      return `Mining: ${workOf(current)} with ${current[0]!.model}${queued > 0 ? `, ${queued} more waiting` : ''}.`;
  }
}

/** Why no coordinator gives work, once each has refused. */
function refusalIn(coordinators: MinerStatus['coordinators']): string | undefined {
  const [first] = coordinators;
  const isRefused = coordinators.every(({ state }) => state === 'refused');
  return isRefused && first?.sentence ? `No work: ${first.sentence}` : undefined;
}

function workOf(current: readonly CurrentTask[]): string {
  if (current[0]!.kind === 'image') return 'drawing';
  return current.length === 1 ? 'writing' : `writing ${current.length} texts at once`;
}
