import type { CourtReader } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import type { Court } from '#coordinator/audit/disputeDesk.ts';
import type { CaseClerk } from '#coordinator/court/caseClerk.ts';
import { CourtError, type CourtErrorCode } from '#coordinator/court/chain/courtError.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';

/** Why a case is not worth another try. */
const IN_VAIN: readonly CourtErrorCode[] = ['NOTHING_TO_TAKE', 'TOO_LATE'];

/** What it takes of a coordinator's part in the courts. */
export interface DisputeCourtDeps {
  clerk: Pick<CaseClerk, 'keep' | 'open'>;
  evidence: Pick<EvidenceStore, 'get' | 'resultOf'>;
  shown: { court: Pick<CourtReader, 'caseOf' | 'readCase' | 'terms'> };
}

/** The courts, as disputes need them. */
export const disputeCourt = ({ clerk, evidence, shown: { court } }: DisputeCourtDeps): Court => ({
  keep: (bytes) => clerk.keep(bytes),
  open: async (hash) => {
    const bytes = await evidence.get(hash);
    return bytes && reported(clerk.open(bytes));
  },
  standing: async (hash) => {
    const about = await evidence.resultOf(hash);
    const caseId = about && (await court.caseOf(about));
    if (caseId === undefined) return undefined;
    const { verdict } = await court.readCase(caseId);
    return { caseId, verdict };
  },
  openMs: async () => {
    const terms = await court.terms();
    return 1_000 * (terms.reportWindow + caseSeconds(terms));
  },
});

/** @returns undefined where a conviction would take nothing, or comes too late */
async function reported(opening: Promise<bigint>): Promise<bigint | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof CourtError && IN_VAIN.includes(error.code)) return undefined;
    throw error;
  }
}
