import { Badge, type Tone } from '#web/components/Badge.tsx';
import { stateName } from '#web/transaction/log/recordSentence.ts';
import type { RecordState } from '#web/transaction/log/transactionRecord.ts';

const TONES: Record<RecordState, Tone> = {
  pending: 'neutral',
  confirmed: 'good',
  reverted: 'bad',
  cancelled: 'warn',
  replaced: 'warn',
  unsent: 'bad',
  partial: 'bad',
  unclear: 'warn',
};

/** How far a transaction is, in a word. */
export const RecordBadge = ({ state }: { state: RecordState }) => (
  <Badge tone={TONES[state]}>{stateName(state)}</Badge>
);
