import type { Progress } from '#devnet/build/progress.ts';

/**
 * @param options.print takes a line, by default for the terminal
 * @param options.isTerminal whether somebody looks on
 */
export declare function stepPrinter(options?: {
  print?: (line: string) => void;
  isTerminal?: boolean;
}): Progress;
