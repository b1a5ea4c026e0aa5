import type { Hex } from 'viem';

/** What came of checking one thing: it holds, it does not, or it could not be checked here. */
export interface VerifyLine {
  name: string;
  verdict: 'holds' | 'fails' | 'unchecked';
  sentence: string;
  /** Its coordinator says that it has checked it and found it right. */
  isTold?: boolean;
}

export type Check = [VerifyLine['verdict'], sentence: string];

export const holds = (sentence: string): Check => ['holds', sentence];
export const fails = (sentence: string): Check => ['fails', sentence];
export const unchecked = (sentence: string): Check => ['unchecked', sentence];
export const line = (name: string, [verdict, sentence]: Check): VerifyLine => ({ name, verdict, sentence });

/** A block as far as a receipt is checked with it. */
export interface ChainBlock {
  hash: Hex;
  /** Unix seconds. */
  minedAt: number;
}

/** These lines, with one in place of the line of the same name. */
export const withLine = (lines: readonly VerifyLine[], newer: VerifyLine | undefined): VerifyLine[] =>
  lines.map((each) => (newer !== undefined && each.name === newer.name ? newer : each));
