import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { Precision } from '#inference/bounds/bounds.ts';
import { philox4x32 } from '#protocol/draw/counterRandom.ts';
import type { BackEnd } from '#tools/trust/audits/backEnds.ts';

/** What a miner does. */
export interface Attack {
  readonly name: string;
  /**
   * `honest`; `whole`: nothing or little of the result is the model's; `part`: one step or a few tokens are
   * not; `inside`: as far from the model as the bounds allow.
   */
  readonly kind: 'honest' | 'whole' | 'part' | 'inside';
}

/** One result that was audited. */
export interface Trial extends Attack {
  readonly model: string;
  readonly precision: Precision;
  readonly made: BackEnd;
  readonly audited: BackEnd;
  /** The rest of both devices' class, whose vendor is `cpu`. */
  readonly architecture: string;
  readonly engine: string;
  readonly index: number;
  /** Value and bound by measure. */
  readonly measures: Readonly<Record<string, readonly [value: number, bound: number]>>;
  /** `distanceOf` the measures; null is infinite, for JSON has no infinity. */
  readonly distance: number | null;
  /** Processor time of the audit, and of an honest result on the same back end, in milliseconds. */
  readonly auditMs: number;
  readonly taskMs: number;
  /**
   * What the attack changed: of an image the mean `pictureDistance`, of a text the share of tokens. 0 is the
   * honest result itself.
   */
  readonly effect: number;
}

export const isCaught = ({ distance }: Pick<Trial, 'distance'>): boolean => distance === null || distance > 1;

/** Numbers as the raw data has them: to three digits. */
export const short = (value: number): number => Number(value.toPrecision(3));

/** A measure as the raw data has it. */
export const shortMeasures = ({ measures }: AuditMeasure): Trial['measures'] =>
  Object.fromEntries(
    Object.entries(measures).map(([name, { value, bound }]) => [name, [short(value), short(bound)]]),
  );

/** Runs work and gives its value with the processor time that it took, whatever else the machine does. */
export async function processorTimed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1_000 };
}

/**
 * Random numbers 0..1 of a trial; equal places give equal numbers.
 * @example const random = randomAt(index, 1);
 */
export function randomAt(index: number, use: number): () => number {
  let drawn = 0;
  return () => philox4x32([drawn++, 0, 0, 0], [index, use])[0] / 2 ** 32;
}
