import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { RosterNode } from '#chain/roster.ts';
import { LapseWork, MOST_A_PASS } from '#coordinator/settlement/lapseWork.ts';
import { nodeOf } from '#coordinator/testing/world.ts';

const NOW = 1_000;

/** What is sent for these nodes at the second `NOW` of the chain. */
async function lapsedOf(miners: RosterNode[], coordinators: RosterNode[] = []): Promise<bigint[][]> {
  const sent: bigint[][] = [];
  const lapses = new LapseWork({
    roster: { current: () => ({ minedAt: NOW, miners, coordinators }) },
    treasury: { lapse: async (nodeIds) => void sent.push([...nodeIds]) },
    log: pino({ level: 'silent' }),
  });
  await lapses.run();
  return sent;
}

const works = (name: string, stake: number, workingUntil: number) => nodeOf(name, stake, { workingUntil });

it('ends the work of a node from the last paid second on, and of no other', async () => {
  const [over, later, never] = [works('ann', 1, NOW), works('bob', 1, NOW + 1), works('cid', 1, 0)];
  expect(await lapsedOf([never, over, later])).toEqual([[over.id]]);
});

it('sends nothing while every node has paid or does not work', async () => {
  expect(await lapsedOf([works('ann', 1, NOW + 1), works('bob', 1, 0)])).toEqual([]);
});

it('names coordinators too, the heaviest node first', async () => {
  const [light, heavy] = [works('ann', 1, NOW - 5), works('bob', 2, NOW - 5)];
  expect(await lapsedOf([light], [heavy])).toEqual([[heavy.id, light.id]]);
});

it('names no more than fit into one transaction, and leaves out the lightest', async () => {
  const nodes = Array.from({ length: MOST_A_PASS + 1 }, (_, i) => works(`node ${i}`, i + 1, NOW));
  const [sent] = await lapsedOf(nodes);
  expect(sent).toHaveLength(MOST_A_PASS);
  expect(sent).not.toContain(nodes[0]!.id);
});

it('comes to the others first where the chain still shows those that were named', async () => {
  const nodes = Array.from({ length: MOST_A_PASS + 2 }, (_, i) => works(`node ${i}`, i + 1, NOW));
  const sent: bigint[][] = [];
  const lapses = new LapseWork({
    roster: { current: () => ({ minedAt: NOW, miners: nodes, coordinators: [] }) },
    treasury: {
      lapse: async (nodeIds) => {
        sent.push([...nodeIds]);
        throw new Error('reverted');
      },
    },
    log: pino({ level: 'silent' }),
  });
  for (let pass = 0; pass < 2; pass++) await expect(lapses.run()).rejects.toThrow('reverted');
  expect(sent[0]).not.toContain(nodes[0]!.id);
  expect(sent[1]!.slice(0, 2)).toEqual([nodes[1]!.id, nodes[0]!.id]);
  expect(sent[1]![2]).toBe(nodes.at(-1)!.id);
});
