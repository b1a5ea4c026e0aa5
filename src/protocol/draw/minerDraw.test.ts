import { keccak256, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { drawMiner } from '#protocol/draw/minerDraw.ts';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';

const [beacon, taskId] = [keccak256('0x01'), keccak256('0x02')];
const miners = Array.from({ length: MAX_PASSED + 2 }, (_, i) => ({
  id: BigInt(i + 1),
  operator: numberToHex(i + 1, { size: 20 }),
  weight: 1n,
}));
const ranking = [...lotteryRanking(lotterySeed(beacon, taskId), miners)];

describe('drawMiner', () => {
  it.each([0, 1, MAX_PASSED])('passes over %i miners to the first that can work', (place) => {
    const able = new Set(ranking.slice(place));
    expect(drawMiner(beacon, taskId, miners, (miner) => able.has(miner))).toEqual({
      winner: ranking[place],
      passed: ranking.slice(0, place),
    });
  });

  it('draws nobody behind more miners than an assignment can name', () => {
    const last = ranking[MAX_PASSED + 1];
    expect(drawMiner(beacon, taskId, miners, (miner) => miner === last)).toBeUndefined();
  });

  it.each([
    ['task', beacon, keccak256('0x03')],
    ['beacon', keccak256('0x04'), taskId],
  ])('draws anew for another %s', (_, otherBeacon, otherTask) => {
    const winners = [
      drawMiner(beacon, taskId, miners, () => true),
      drawMiner(otherBeacon, otherTask, miners, () => true),
    ];
    expect(winners[0]!.winner).not.toEqual(winners[1]!.winner);
  });
});
