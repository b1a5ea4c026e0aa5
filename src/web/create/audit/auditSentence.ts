import type { Tone } from '#web/components/Badge.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { formatFraction } from '#web/money/amount.ts';

/** How far from a whole number "1 in N" may be rounded. */
const NEAR = 0.05;

/** A share as people say it: `1 in 20`, or `70 %` where that does not come out even. */
export function shareWords(share: number): string {
  const among = 1 / share;
  return Math.abs(among - Math.round(among)) < NEAR ? `1 in ${Math.round(among)}` : formatFraction(share);
}

/** Where a result's audit stands; null where there is none. */
export function auditSentence({
  receipt,
  unreplaced,
}: Pick<SavedResult, 'receipt' | 'unreplaced'>): { tone: Tone; sentence: string } | null {
  const { audit } = receipt;
  switch (audit?.state) {
    case undefined:
      return null;
    case 'waiting':
      return { tone: 'neutral', sentence: 'Waits for the audit’s draw' };
    case 'due':
      return { tone: 'neutral', sentence: 'Being checked' };
    case 'passed':
      return { tone: 'good', sentence: 'Checked: the model gives this result' };
    case 'skipped':
      return { tone: 'neutral', sentence: `Not drawn for a check (${shareWords(audit!.share)} are)` };
    case 'unchecked':
      return { tone: 'warn', sentence: 'Not checked: no auditor could compute it' };
    case 'withheld':
      return {
        tone: 'warn',
        sentence: 'Not confirmed: the miner did not prove its work, and is not paid',
      };
    case 'disputed':
      return unreplaced === undefined
        ? { tone: 'bad', sentence: 'Wrong: it is being made again, free of charge' }
        : { tone: 'bad', sentence: `Wrong, and it could not be made again: ${unreplaced}` };
  }
}
