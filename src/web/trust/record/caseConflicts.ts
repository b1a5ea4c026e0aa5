import { type Address, isAddressEqual, parseEther } from 'viem';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, quorumOfRound, seatsOfRound } from '#chain/courts/courtTerms.ts';
import { FINDING, type Finding } from '#protocol/court/vote.ts';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';

/** What a coordinator may say of a case that the chain knows better. */
export type Conflict =
  | 'number'
  | 'accused'
  | 'reporter'
  | 'evidence'
  | 'times'
  | 'jury'
  | 'votes'
  | 'verdict';

const FINDINGS = Object.keys(FINDING) as Finding[];

/** What a record is held against. */
export interface CaseFacts {
  /** As the chain has it, read after the record. */
  theCase: CaseView;
  /** Who called the first jury. */
  reporter: Address;
  terms: CourtTerms;
  /** When the chain's newest block was made, in Unix seconds. */
  nowSeconds: number;
}

/** A coordinator reads the chain every few seconds: this much later, in seconds, it has heard of all. */
const LAG_S = 60;

/**
 * In what a coordinator's record of a case contradicts the chain. A record that is a little older is none:
 * what happened to the case within LAG_S may be missing.
 */
export function caseConflicts(record: ApiCaseDetail, facts: CaseFacts): Conflict[] {
  const { theCase, reporter } = facts;
  const differs: Record<Conflict, boolean> = {
    number: record.id !== theCase.caseId.toString(),
    accused: record.node !== theCase.nodeId.toString(),
    reporter: !isAddressEqual(record.reporter, reporter),
    evidence: record.evidence.toLowerCase() !== theCase.evidence.toLowerCase(),
    times: record.assigned_at !== theCase.drawnAt || record.opened_at !== theCase.openedAt,
    jury: juryDiffers(record, facts),
    votes: votesDiffer(record, facts),
    verdict: verdictDiffers(record, facts),
  };
  return (Object.keys(differs) as Conflict[]).filter((each) => differs[each]);
}

function juryDiffers({ jury: said }: ApiCaseDetail, { theCase, terms, nowSeconds }: CaseFacts): boolean {
  const { round, jury } = theCase;
  if (said.round < round) return jury.start + LAG_S < nowSeconds;
  return (
    said.round > round ||
    !isAddressEqual(said.party, jury.party) ||
    weiOf(said.deposit_cai) !== jury.deposit ||
    said.called_at !== jury.start ||
    said.seed_block !== jury.seedBlock.toString() ||
    said.voting_ends_at !== jury.commitEnd ||
    said.revealing_ends_at !== jury.revealEnd ||
    said.final_at !== jury.finalAt ||
    said.seats !== seatsOfRound(terms, round) ||
    said.quorum !== quorumOfRound(terms, round)
  );
}

/** Votes are opened one after another, and none is taken back. */
function votesDiffer({ jury: said }: ApiCaseDetail, { theCase, nowSeconds }: CaseFacts): boolean {
  const { round, jury } = theCase;
  if (said.round !== round) return false;
  const isOver = jury.revealEnd + LAG_S < nowSeconds;
  return FINDINGS.some((finding) => {
    const count = said.votes[finding] ?? 0;
    return isOver ? count !== jury.votes[finding] : count > jury.votes[finding];
  });
}

function verdictDiffers(record: ApiCaseDetail, { theCase, nowSeconds }: CaseFacts): boolean {
  const { settledAt, verdict } = theCase;
  const saysSettled = record.settled_at !== null || record.state === 'settled';
  if (!saysSettled) {
    const isOld = settledAt !== undefined && settledAt + LAG_S < nowSeconds;
    return isOld || record.verdict !== null;
  }
  return record.settled_at !== settledAt || record.verdict !== (verdict ?? null);
}

/** @returns undefined for what is no amount */
function weiOf(cai: string): bigint | undefined {
  return /^\d{1,20}(\.\d{1,18})?$/.test(cai) ? parseEther(cai) : undefined;
}
