import type { CourtReader } from '#chain/courts/courtReader.ts';

/** What a juror reads of the juries' contract. Every method throws ChainError. */
export type CourtReads = Pick<
  CourtReader,
  'terms' | 'caseCount' | 'readCase' | 'readJury' | 'seatsOf' | 'ballotOf' | 'exhibits'
>;
