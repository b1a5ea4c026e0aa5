import { type CaseState, caseStateOf } from '#chain/courts/caseState.ts';
import type { CaseView } from '#chain/courts/courtReader.ts';

/** A case as the chain has it, and where it stands now. */
export interface ShownCase extends CaseView {
  state: CaseState;
}

export const shownCase = (theCase: CaseView, nowSeconds: number): ShownCase => ({
  ...theCase,
  state: caseStateOf(theCase, nowSeconds),
});
