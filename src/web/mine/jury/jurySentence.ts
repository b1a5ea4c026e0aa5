import { formatBytes } from '#miner/models/byteSize.ts';
import type { LoanProblem } from '#miner/models/modelLoanError.ts';
import type { JuryOutcome, JuryProblem, JuryStatus } from '#miner/status/minerStatus.ts';
import type { Finding } from '#protocol/court/vote.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

const FOUND: Record<Finding, MessageKey> = {
  right: 'mine.jurySentence.theResultIsRight',
  wrong: 'mine.jurySentence.theResultIsWrong',
  unavailable: 'mine.jurySentence.theEvidenceIsNot',
};

/** Why a model that the tab does not mine with could not be got. */
const NO_LOAN: Record<LoanProblem, MessageKey> = {
  MODEL_UNKNOWN: 'mine.jurySentence.thisSiteHasNo',
  MODEL_TOO_LARGE: 'mine.jurySentence.itsModelIsToo',
  DOWNLOAD_OFF: 'mine.jurySentence.downloadsForJuriesAre',
  DOWNLOAD_FAILED: 'mine.jurySentence.itsModelCouldNot',
  NO_SPACE: 'mine.jurySentence.thisDeviceHasNo',
  MODEL_REFUSED: 'mine.jurySentence.thisGpuCannotRun',
  OUT_OF_MEMORY: 'mine.jurySentence.thisGpuHasNo',
};

const isLoanProblem = (problem: JuryProblem): problem is LoanProblem => problem in NO_LOAN;

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
      return together(voteSentence(jury), t('mine.jurySentence.juryACoordinatorSends'), refused(problem));
    case 'committed':
      return together(voteSentence(jury), t('mine.jurySentence.juryTheSealedVote'));
    case 'opening':
      return together(voteSentence(jury), t('mine.jurySentence.juryACoordinatorOpens'), refused(problem));
    case 'opened':
      return together(voteSentence(jury), t('mine.jurySentence.juryItIsOn'));
    case 'missed':
      return finding === null ? t('mine.jurySentence.thisTabDidNot') : t('mine.jurySentence.thisTabsVoteWas');
    case 'over':
      return outcome === null ? t('mine.jurySentence.theCaseIsClosed') : outcomeSentence(outcome, finding);
  }
}

function judgingSentence({ work, problem, download }: JuryStatus): string {
  if (work === 'fetching') return t('mine.jurySentence.fetchingTheEvidenceFrom');
  if (work === 'downloading')
    return download === null
      ? t('mine.jurySentence.lookingForTheModel')
      : t('mine.jurySentence.downloadingTheModel', {
          done: formatBytes(download.done),
          total: formatBytes(download.total),
        });
  if (work === 'preparing') return t('mine.jurySentence.provingTheModelOn');
  if (work === 'measuring') return t('mine.jurySentence.checkingTheResultOn');
  if (problem !== null && isLoanProblem(problem))
    return together(t(NO_LOAN[problem]), t('mine.jurySentence.thisTabTriesAgain'));
  switch (problem) {
    case null:
    case 'BUSY':
      return t('mine.jurySentence.waitingForTheGpu');
    case 'UNKNOWN_EVIDENCE':
      return t('mine.jurySentence.noConnectedCoordinatorServes');
    case 'MODEL_NOT_LOADED':
      return t('mine.jurySentence.waitingForTheModel');
    case 'INFERENCE_FAILED':
      return t('mine.jurySentence.theGpuFailedAt');
    default:
      return t('mine.jurySentence.theEvidenceThatIs');
  }
}

function voteSentence({ finding, reason, distance }: JuryStatus): string {
  if (finding === null) return t('mine.jurySentence.voted');
  const voted = t('mine.jurySentence.votedThat', { finding: t(FOUND[finding]) });
  if (finding === 'unavailable') return reason === null ? voted : together(voted, why(reason));
  return distance === null
    ? voted
    : t('mine.jurySentence.votedThatTimes', {
        finding: t(FOUND[finding]),
        times: String(Number(distance.toPrecision(3))),
      });
}

function why(reason: JuryProblem): string {
  if (isLoanProblem(reason)) return t(NO_LOAN[reason]);
  if (reason === 'BUSY') return t('mine.jurySentence.theGpuHadNo');
  if (reason === 'MODEL_NOT_LOADED') return t('mine.jurySentence.thisTabDoesNot');
  return t(`mine.refusal.${reason}`);
}

function refused(problem: JuryProblem | null): string {
  if (problem === null || isLoanProblem(problem)) return '';
  return problem === 'BUSY'
    ? t('mine.jurySentence.theLastOneWas')
    : t('mine.jurySentence.theLastOneRefused', { problem: t(`mine.refusal.${problem}`) });
}

function outcomeSentence({ verdict, result }: JuryOutcome, finding: Finding | null): string {
  if (verdict === null) return t('mine.jurySentence.theJuryReachedNo');
  const decided = t('mine.jurySentence.verdict', { finding: t(FOUND[verdict]) });
  switch (result) {
    case 'paid':
      return together(decided, t('mine.jurySentence.decidedThisTabAgreed'));
    case 'owed':
      return together(decided, t('mine.jurySentence.decidedThisTabAgreed2'));
    case 'fined':
      return together(decided, t('mine.jurySentence.decidedTheNodeWas', { finding: fault(finding) }));
    case 'finable':
      return together(decided, t('mine.jurySentence.decidedTheNodeCan', { finding: fault(finding) }));
    case 'none':
      return finding === 'unavailable'
        ? together(decided, t('mine.jurySentence.decidedThisTabHad'))
        : together(decided, t('mine.jurySentence.decidedNobodyHadThe'));
  }
}

const fault = (finding: Finding | null): string =>
  finding === null
    ? t('mine.jurySentence.itDidNotVote')
    : t('mine.jurySentence.thisTabFoundThat', { value: t(FOUND[finding]) });

const together = (...sentences: string[]): string =>
  sentences.filter((sentence) => sentence !== '').join(' ');
