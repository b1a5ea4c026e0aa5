import { type Hex, hexToBytes, keccak256, numberToHex } from 'viem';
import type { Candidate } from '#protocol/draw/lottery.ts';
import { lotterySeed } from '#protocol/draw/lottery.ts';
import { drawMiner } from '#protocol/draw/minerDraw.ts';
import { AliasTable } from '#tools/bench/draws/aliasTable.ts';
import { SliceRule } from '#tools/bench/draws/sliceRule.ts';
import { SumTree } from '#tools/bench/draws/sumTree.ts';

/** Who gets a task: the places of the miners in the roster. */
export type DrawArm = (taskId: Hex) => readonly number[];

export const OURS = 'this network';
const BEACON = keccak256('0xbeac');
/** Stakes from the minimum to three times as much, in whole CAI. */
const MINIMUM_STAKE = 20_000;
const STAKE_STEP = 7_919;

export const stakesOf = (miners: number): number[] =>
  Array.from({ length: miners }, (_, i) => MINIMUM_STAKE + ((i * STAKE_STEP) % (2 * MINIMUM_STAKE)));

/** Ids are as dense as on a chain where each fifth node coordinates or has retired. */
const idOf = (miner: number): bigint => BigInt(Math.floor((miner * 5) / 4) + 1);

export function rosterOf(stakes: readonly number[]): Candidate[] {
  return stakes.map((stake, i) => ({
    id: idOf(i),
    operator: numberToHex(i + 1, { size: 20 }),
    weight: BigInt(stake) * 10n ** 18n,
  }));
}

/** The ways to draw, each prepared for this roster. All begin with the hash of beacon and task. */
export function drawArms(stakes: readonly number[]): Record<string, DrawArm> {
  const roster = rosterOf(stakes);
  const places = new Map(roster.map((candidate, i) => [candidate, i]));
  const slices = new SliceRule(
    roster.map(({ operator }) => operator),
    stakes,
  );
  const table = new AliasTable(stakes);
  const tree = new SumTree(stakes);
  const randomOf = (taskId: Hex) => new DataView(hexToBytes(lotterySeed(BEACON, taskId)).buffer);
  return {
    [OURS]: (taskId) => [places.get(drawMiner(BEACON, taskId, roster, () => true)!.winner)!],
    'slice rule': (taskId) => slices.draw(randomOf(taskId).getUint32(0)),
    'alias table': (taskId) => {
      const random = randomOf(taskId);
      return [table.draw(random.getUint32(0), random.getUint32(4))];
    },
    'sum tree': (taskId) => [tree.draw(randomOf(taskId).getUint32(0))],
  };
}
