import type { ApiTask } from '#protocol/messages/api.ts';
import { shortAddress } from '#web/components/AddressTag.tsx';
import { auditSentence } from '#web/create/audit/auditSentence.ts';
import { t } from '#web/language/translate.ts';

/** A station of a task. */
export interface JourneyStep {
  /** Unix seconds; null where nobody wrote the time down. */
  at: number | null;
  sentence: string;
  tone: 'past' | 'now' | 'bad';
}

type Attempt = ApiTask['attempts'][number];

/** From the request to the audit: what happened to a task, oldest first. */
export function taskJourney(task: ApiTask): JourneyStep[] {
  const { kind, model, created_at, finished_at, attempts, status, error, receipt } = task;
  const steps: JourneyStep[] = [
    { at: created_at, sentence: t('create.taskJourney.asked', { kind, model }), tone: 'past' },
    ...attempts.map((attempt, place) => attemptStep(attempt, place + 1)),
  ];
  if (status === 'queued')
    steps.push({ at: null, sentence: t('create.taskJourney.waitsForTheDraw'), tone: 'now' });
  if (status === 'done')
    steps.push({ at: finished_at, sentence: t('create.taskJourney.signedAndDelivered'), tone: 'past' });
  if (error !== null) steps.push({ at: finished_at, sentence: error.message, tone: 'bad' });
  const audit = receipt && auditSentence({ receipt });
  if (audit)
    steps.push({
      at: null,
      sentence: audit.sentence,
      tone: audit.tone === 'bad' ? 'bad' : isAuditOver(task) ? 'past' : 'now',
    });
  return steps;
}

const isAuditOver = ({ receipt }: ApiTask): boolean =>
  receipt?.audit?.state !== 'waiting' && receipt?.audit?.state !== 'due';

function attemptStep({ miner, outcome, at }: Attempt, number: number): JourneyStep {
  const drawn = t('create.taskJourney.drawn', { number, miner: shortAddress(miner) });
  switch (outcome) {
    case 'open':
      return { at, sentence: `${drawn} ${t('create.taskJourney.open')}`, tone: 'now' };
    case 'delivered':
      return { at, sentence: drawn, tone: 'past' };
    case 'refused':
      return { at, sentence: `${drawn} ${t('create.taskJourney.refused')}`, tone: 'bad' };
    case 'lapsed':
      return { at, sentence: `${drawn} ${t('create.taskJourney.lapsed')}`, tone: 'bad' };
    case 'away':
      return { at, sentence: `${drawn} ${t('create.taskJourney.away')}`, tone: 'bad' };
    case 'withdrawn':
      return { at, sentence: `${drawn} ${t('create.taskJourney.withdrawn')}`, tone: 'past' };
  }
}
