import { expect, it } from 'vitest';
import { type CoordinatorStatus, initialStatus, NO_FIGURES, newModel } from '#miner/status/minerStatus.ts';
import { noWorkReasons } from '#web/mine/odds/noWorkReasons.ts';
import type { RestReason } from '#web/mine/rest/restReasons.ts';

const coordinator = (name: string, change: Partial<CoordinatorStatus>): CoordinatorStatus => ({
  ...{ operator: '0x1', name, state: 'connected', code: null, sentence: null, figures: NO_FIGURES },
  ...change,
});
const resting = (...reasons: RestReason[]) => ({ restReasons: new Set(reasons), minesFrom: '22:00' });

it('gives no reason while only the draw decides', () => {
  const coordinators = [coordinator('Ann', {}), coordinator('Ben', { state: 'connecting' })];
  const models = [{ ...newModel('draw', 'Draw'), state: 'ready' as const }];
  expect(noWorkReasons({ ...initialStatus, coordinators, models }, resting())).toEqual([]);
});

it('gives every reason: the chain, rests, coordinators that refuse or are away, and models', () => {
  const reasons = noWorkReasons(
    {
      ...{ chainProblem: 'The chain is silent.', isClockFast: true, restsUntil: null },
      coordinators: [
        coordinator('Ann', { state: 'refused', code: 'JAILED', sentence: 'It is jailed.' }),
        coordinator('Ben', { state: 'away', sentence: 'Lost.' }),
        coordinator('', { state: 'left' }),
      ],
      models: [
        newModel('draw', 'Draw'),
        { ...newModel('talk', 'Talk'), state: 'refused', detail: 'It needs f16.' },
      ],
    },
    resting('battery', 'hours'),
  );
  expect(reasons).toEqual([
    'The chain is silent.',
    expect.stringContaining('this device’s clock is fast'),
    'Paused: this device runs on its battery. Tasks go to other miners.',
    'Paused until 22:00, outside the hours that you chose. Tasks go to other miners.',
    'Ann: This miner is jailed after a fault and gets no tasks until its owner unjails it.',
    'Ben cannot be reached now.',
    'Unnamed paid too little, so this tab has left it.',
    'Draw is not ready yet.',
    'Talk does not run here: It needs f16.',
  ]);
});
