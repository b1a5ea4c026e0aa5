import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { readCase } from '#web/coordinator/caseApi.ts';
import { type CaseFacts, caseConflicts } from '#web/trust/record/caseConflicts.ts';
import type { Distrust, Lie, Witness } from '#web/trust/record/distrust.ts';

/** What coordinators say of a case beyond what the chain knows of it. */
export interface RecordAnswer {
  /** The first coordinator whose record fits the chain; null where none does. */
  told: { by: Witness; record: ApiCaseDetail } | null;
  /** Records that do not, of this case or of one before. */
  lies: Lie[];
  /** Names of the coordinators that gave no record. */
  silent: string[];
}

/**
 * Asks one coordinator after another for its record of a case, until one fits the chain. One whose record
 * does not is left out of the next questions.
 * @param deps.facts the case as the chain has it, read anew at each call
 * @throws what `facts` throws
 */
export async function askRecord(
  coordinators: readonly Witness[],
  caseId: bigint,
  { distrust, facts }: { distrust: Distrust; facts: () => Promise<CaseFacts> },
): Promise<RecordAnswer> {
  const answer: RecordAnswer = { told: null, lies: [], silent: [] };
  for (const by of coordinators) {
    const known = distrust.of(by);
    if (known !== undefined) {
      answer.lies.push(known);
      continue;
    }
    const record = await readCase(by.url, caseId.toString()).catch((error: unknown) => {
      if (error instanceof ApiFailure) return undefined;
      throw error;
    });
    if (record === undefined) {
      answer.silent.push(by.name);
      continue;
    }
    const conflicts = caseConflicts(record, await facts());
    if (conflicts.length === 0) return { ...answer, told: { by, record } };
    const lie = { by, caseId, conflicts };
    distrust.add(lie);
    answer.lies.push(lie);
  }
  return answer;
}
