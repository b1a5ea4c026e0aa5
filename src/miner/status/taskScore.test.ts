import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { type ModelStatus, newModel } from '#miner/status/minerStatus.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { TaskScore } from '#miner/status/taskScore.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

const model = (id: string): ModelStatus => ({ ...newModel(id, id), state: 'ready', hourlyWei: '7' });

it('TaskScore derives a model’s hourly pay from its recent tasks', () => {
  const board = new StatusBoard();
  board.set({ models: [model('draw'), model('talk')] });
  const score = new TaskScore(board, () => 0);
  const assignment = { taskId: '0x1', unitPrice: parseEther('0.1') } as unknown as Assignment;
  const delivered = { assignment, model: 'draw', units: 4 };
  const outcome = (seconds: number) => ({
    result: { kind: 'image', png: new Uint8Array() } as const,
    trace: [],
    seconds,
  });

  // 0.4 CAI in 1 second, then the same in 3 seconds.
  score.done(delivered, outcome(1));
  expect(board.current().models[0]!.hourlyWei).toBe(parseEther('1440').toString());
  score.done(delivered, outcome(3));
  expect(board.current().models[0]!.hourlyWei).toBe(parseEther('720').toString());
  expect(board.current().models[1]!.hourlyWei).toBe('7');
});
