import type { ReactNode } from 'react';
import type { ApiTask } from '#protocol/messages/api.ts';
import { apiSentence } from '#web/coordinator/apiFailure.ts';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { auditSentence } from '#web/create/audit/auditSentence.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich, t } from '#web/language/translate.ts';
import { NodeTag } from '#web/nodeTag/NodeTag.tsx';

/** A station of a task. */
export interface JourneyStep {
  /** Unix seconds; null where nobody wrote the time down. */
  at: number | null;
  sentence: ReactNode;
  tone: 'past' | 'now' | 'bad';
}

type Attempt = ApiTask['attempts'][number];

/**
 * From the request to the audit: what happened to a task, oldest first.
 * @param unreplaced why it could not be made again, where that is known
 */
export function taskJourney(task: ApiTask, unreplaced?: string): JourneyStep[] {
  const { kind, model, created_at, finished_at, attempts, status, error, receipt } = task;
  const steps: JourneyStep[] = [
    { at: created_at, sentence: t('create.taskJourney.asked', { kind, model }), tone: 'past' },
    ...attempts.map((attempt, place) => attemptStep(attempt, place + 1)),
  ];
  if (status === 'queued')
    steps.push({ at: null, sentence: t('create.taskJourney.waitsForTheDraw'), tone: 'now' });
  if (status === 'done')
    steps.push({ at: finished_at, sentence: t('create.taskJourney.signedAndDelivered'), tone: 'past' });
  if (error !== null) steps.push({ at: finished_at, sentence: apiSentence(error), tone: 'bad' });
  const told = receipt && { receipt, ...(unreplaced !== undefined && { unreplaced }) };
  const audit = told && auditSentence(told);
  if (audit)
    steps.push({
      at: null,
      sentence: <AuditLine result={told} />,
      tone: audit.tone === 'bad' ? 'bad' : isAuditOver(task) ? 'past' : 'now',
    });
  return steps;
}

const isAuditOver = ({ receipt }: ApiTask): boolean =>
  receipt?.audit?.state !== 'waiting' && receipt?.audit?.state !== 'due';

function attemptStep({ miner, outcome, at }: Attempt, number: number): JourneyStep {
  const drawn = rich('create.taskJourney.drawn', { number, miner: () => <NodeTag operator={miner} /> });
  const ended = (tone: JourneyStep['tone'], end: MessageKey): JourneyStep => ({
    ...{ at, tone },
    sentence: (
      <>
        {drawn} {t(end)}
      </>
    ),
  });
  switch (outcome) {
    case 'open':
      return ended('now', 'create.taskJourney.open');
    case 'delivered':
      return { at, sentence: drawn, tone: 'past' };
    case 'refused':
      return ended('bad', 'create.taskJourney.refused');
    case 'lapsed':
      return ended('bad', 'create.taskJourney.lapsed');
    case 'away':
      return ended('bad', 'create.taskJourney.away');
    case 'withdrawn':
      return ended('past', 'create.taskJourney.withdrawn');
  }
}
