import type { Attack } from '#tools/trust/economics/attacks.ts';
import { DETECTION } from '#tools/trust/economics/detection.ts';
import type { World } from '#tools/trust/economics/world.ts';

/**
 * How the audit of a faked result ends, as chances: it is paid; it is not, and the record goes on or begins
 * anew; or it goes to the court.
 */
export interface AuditEnd {
  paid: number;
  unpaid: number;
  anew: number;
  court: number;
}

const NO_END: AuditEnd = { paid: 0, unpaid: 0, anew: 0, court: 0 };

/** By what the attacker hands over, and what follows where it hands over nothing. */
export function auditEnd(
  { fault, withholds, detection }: Attack,
  { withheld }: Pick<World, 'withheld'>,
): AuditEnd {
  const { withTrace, withoutTrace } = detection ?? DETECTION[fault];
  if (withholds !== true) return { ...NO_END, paid: 1 - withTrace, court: withTrace };
  if (withheld === 'unpaid') return { ...NO_END, unpaid: 1 };
  if (withheld === 'begins anew') return { ...NO_END, anew: 1 };
  return { ...NO_END, anew: 1 - withoutTrace, court: withoutTrace };
}
