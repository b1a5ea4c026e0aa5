import type { JuryOutcome, JuryStatus } from '#miner/status/minerStatus.ts';
import type { Finding } from '#protocol/court/vote.ts';
import { type RefusalCode, refusalSentence } from '#protocol/refusal.ts';

const FOUND: Record<Finding, string> = {
  right: 'the result is right',
  wrong: 'the result is wrong',
  unavailable: 'the evidence is not available here',
};

/** Steps in which a tab that does not mine misses its vote. */
export const isVoteOpen = ({ step }: JuryStatus): boolean =>
  ['judging', 'sealed', 'committed', 'opening'].includes(step);

/** Where a jury stands for this tab, in a sentence or two. */
export function jurySentence(jury: JuryStatus): string {
  const { step, finding, problem, outcome } = jury;
  switch (step) {
    case 'judging':
      return judgingSentence(jury);
    case 'sealed':
      return `${voteSentence(jury)} A coordinator sends the sealed vote to the chain.${refused(problem)}`;
    case 'committed':
      return `${voteSentence(jury)} The sealed vote is on the chain, and is opened when voting ends.`;
    case 'opening':
      return `${voteSentence(jury)} A coordinator opens the vote on the chain.${refused(problem)}`;
    case 'opened':
      return `${voteSentence(jury)} It is on the chain. The verdict follows.`;
    case 'missed':
      return finding === null
        ? 'This tab did not vote in time. If there is a verdict, the empty seats can be fined.'
        : 'This tab’s vote was not on the chain in time. If there is a verdict, the seats can be fined.';
    case 'over':
      return outcome === null ? 'The case is closed.' : outcomeSentence(outcome, finding);
  }
}

function judgingSentence({ work, problem }: JuryStatus): string {
  if (work === 'fetching') return 'Fetching the evidence from a coordinator…';
  if (work === 'measuring') return 'Checking the result on this GPU, beside paid work…';
  switch (problem) {
    case null:
    case 'BUSY':
      return 'Waiting for the GPU to check the result.';
    case 'UNKNOWN_EVIDENCE':
      return 'No connected coordinator serves the evidence yet. This tab tries again.';
    case 'MODEL_NOT_LOADED':
      return 'Waiting for the model of this result to load.';
    case 'INFERENCE_FAILED':
      return 'The GPU failed at the check. This tab tries once more.';
    default:
      return 'The evidence that is served is not that of this case. This tab tries again.';
  }
}

function voteSentence({ finding, reason, distance }: JuryStatus): string {
  if (finding === null) return 'Voted.';
  if (finding === 'unavailable') return `Voted: ${FOUND.unavailable}.${reason === null ? '' : why(reason)}`;
  const times = distance === null ? '' : ` (${Number(distance.toPrecision(3))} times what is allowed)`;
  return `Voted: ${FOUND[finding]}${times}.`;
}

function why(reason: RefusalCode): string {
  if (reason === 'BUSY') return ' The GPU had no time for it.';
  if (reason === 'MODEL_NOT_LOADED') return ' This tab does not mine with its model.';
  return ` ${refusalSentence(reason)}`;
}

function refused(problem: RefusalCode | null): string {
  if (problem === null) return '';
  return problem === 'BUSY'
    ? ' The last one was busy.'
    : ` The last one refused: ${refusalSentence(problem)}`;
}

function outcomeSentence({ verdict, result }: JuryOutcome, finding: Finding | null): string {
  if (verdict === null) return 'The jury reached no verdict. Nobody is paid or fined.';
  const decided = `Verdict: ${FOUND[verdict]}.`;
  switch (result) {
    case 'paid':
      return `${decided} This tab agreed and was paid.`;
    case 'owed':
      return `${decided} This tab agreed. Its pay is on the way to the node’s owner.`;
    case 'fined':
      return `${decided} The node was fined, because ${fault(finding)}.`;
    case 'finable':
      return `${decided} The node can be fined, because ${fault(finding)}.`;
    case 'none':
      return finding === 'unavailable'
        ? `${decided} This tab had no evidence, which costs nothing.`
        : `${decided} Nobody had the node fined in time.`;
  }
}

const fault = (finding: Finding | null): string =>
  finding === null ? 'it did not vote' : `this tab found that ${FOUND[finding]}`;
