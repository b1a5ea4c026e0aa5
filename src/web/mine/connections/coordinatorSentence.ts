import type { CoordinatorStatus } from '#miner/status/minerStatus.ts';
import { t } from '#web/language/translate.ts';

/** Why a coordinator gives no work: a refusal in the page's language, anything else as the miner says it. */
export const coordinatorSentence = ({
  code,
  sentence,
}: Pick<CoordinatorStatus, 'code' | 'sentence'>): string | null =>
  code === null ? sentence : t(`mine.refusal.${code}`);
