import type { Devnet } from '#devnet/devnet.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { serveForgingSite } from './forgingSite.ts';
import { untilSealed } from './jury.ts';
import {
  AUDIT_TIMEOUT_MS,
  auditOf,
  caseAbout,
  type MadeTask,
  makeTask,
  readMade,
  type TaskKey,
} from './madeTask.ts';
import { type MinerTab, openMiner } from './miner.ts';

test.describe('a coordinator that has other tabs audit', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'serial', timeout: 600_000 });

  let devnet: Devnet;
  let honest: MinerTab[];
  let forger: MinerTab;
  let site: Awaited<ReturnType<typeof serveForgingSite>>;
  let forged: MadeTask | undefined;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet({ AUDITS: 'tabs' });
    const without = ['Stories 15M'];
    honest = [
      await openMiner(browser, devnet, { name: 'First tab', without }),
      await openMiner(browser, devnet, { name: 'Second tab', without }),
    ];
    site = await serveForgingSite(devnet);
    forger = await openMiner(browser, site.devnet, { name: 'Forging tab', without });
  });
  test.afterAll(async () => {
    await Promise.all([...(honest ?? []), forger].map((tab) => tab?.context.close()));
    site?.close();
    await devnet?.stop();
  });

  const stateOf = async (task: TaskKey) => (await auditOf(devnet, task))?.state;
  const untilOver = (task: TaskKey) =>
    expect
      .poll(() => stateOf(task), { timeout: AUDIT_TIMEOUT_MS })
      .toMatch(/passed|skipped|unchecked|withheld|disputed/);
  const order = (seed: number) => {
    const body = { prompt: 'flat fox green background', steps: 2, seed };
    return makeTask(devnet, { path: '/v1/images/generations', body });
  };

  /** A task and those that repeat it, once their audits are over. */
  async function familyOf(task: MadeTask): Promise<(MadeTask & { state: string })[]> {
    await untilOver(task);
    const audit = (await auditOf(devnet, task))!;
    // Nothing is computed beside the coordinator.
    expect(audit.distance).toBeNull();
    const own = { ...task, state: audit.state };
    if (audit.replacement === null) return [own];
    // Anybody may read its receipt.
    const again = { id: audit.replacement, key: '' };
    const { receipt } = await readMade(devnet, again);
    return [own, ...(await familyOf({ ...again, miner: receipt!.miner }))];
  }

  test('two tabs that agree outvote a third, whichever of them was drawn first', async () => {
    for (let seed = 1; forged === undefined; seed++) {
      expect(seed).toBeLessThan(20);
      const family = await familyOf(await order(seed));
      const states = new Map(family.map(({ miner, state }) => [miner, state]));
      forged = family.find(({ miner }) => miner === forger.operator);
      const expected = new Map(honest.map(({ operator }) => [operator, 'passed']));
      if (forged !== undefined) expected.set(forger.operator, 'disputed');
      expect(states).toEqual(expected);
    }
  });

  test('a jury of the other tabs hears of the forger', async () => {
    const caseId = await caseAbout(devnet, forged!);
    await Promise.all(honest.map(({ page }) => untilSealed(page, { caseId, finding: 'wrong' })));
  });
});
