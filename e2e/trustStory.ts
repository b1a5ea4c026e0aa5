import { parseEther } from 'viem';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import {
  type ApiTask,
  apiReceiptSchema,
  apiTaskSchema,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { apiCaseSchema } from '#protocol/messages/apiCase.ts';
import { minersOf, passTimeTo, tokensOf } from './chainControl.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { serveForgingSite } from './forgingSite.ts';
import { type MinerTab, openMiner } from './miner.ts';

const BOND = DEVNET.staking.minerMinimum;
const { terms } = DEVNET.courts;
/** Audits run one after the other on the CPU beside everything else here. */
const AUDIT_TIMEOUT_MS = 180_000;

/** A task that a client has had done. */
interface MadeTask {
  id: string;
  /** Opens its result. */
  key: string;
  miner: string;
}

/** What is faked. */
export interface Forgery {
  /** Of the API. */
  path: string;
  /** The order of a task, another one for each number. */
  order(number: number): object;
  /** Names of models that the tabs do not offer. */
  without: string[];
  /** How many of the forger's results are as they should be. */
  rightBefore: number;
  /** Fails unless this is what an honest tab makes. */
  expectRight(result: Response): Promise<void>;
}

async function make(devnet: Devnet, { path, order }: Forgery, number: number): Promise<MadeTask> {
  const answer = await fetch(devnet.coordinator.apiUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order(number)),
  });
  const { cuckoo } = (await answer.json()) as { cuckoo: unknown };
  expect(answer.status).toBe(200);
  const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => answer.headers.get(name)!);
  return { id: id!, key: key!, miner: apiReceiptSchema.parse(cuckoo).miner };
}

async function readTask(devnet: Devnet, { id, key }: { id: string; key: string }): Promise<ApiTask> {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/tasks/${id}?key=${key}`);
  return apiTaskSchema.parse(await answer.json());
}

async function readCase(devnet: Devnet, id: string) {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/cases/${id}`);
  expect(answer.status).toBe(200);
  return apiCaseSchema.parse(await answer.json());
}

const auditOf = async (devnet: Devnet, task: { id: string; key: string }) =>
  (await readTask(devnet, task)).receipt?.audit ?? undefined;
const nodeOf = async (devnet: Devnet, { operator }: MinerTab) =>
  (await minersOf(devnet)).find((node) => node.operator === operator)!;

/**
 * A tab that fakes its results is caught by the audit, tried by a jury of other tabs, slashed, jailed and
 * left without work, and the client has the right result.
 */
export function tellStory(forgery: Forgery): void {
  /** Miners of other journeys would have seats on the jury, and be away. */
  let devnet: Devnet;
  let honest: MinerTab;
  let forger: MinerTab;
  let site: Awaited<ReturnType<typeof serveForgingSite>>;
  let forged: MadeTask;
  let caseId: string;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet();
    const { without } = forgery;
    honest = await openMiner(browser, devnet, { name: 'Honest tab', without });
    site = await serveForgingSite(devnet);
    forger = await openMiner(browser, site.devnet, { name: 'Forging tab', without });
  });
  test.afterAll(async () => {
    await Promise.all([honest, forger].map((tab) => tab?.context.close()));
    site?.close();
    await devnet?.stop();
  });

  test('the audit finds a faked result, and passes an honest one', async () => {
    const made = new Map<string, MadeTask[]>([honest, forger].map(({ operator }) => [operator, []]));
    const of = ({ operator }: MinerTab) => made.get(operator)!;
    // A forger that is found out gets no more work; an honest tab is drawn then.
    for (let number = 1; of(honest).length === 0 || of(forger).length <= forgery.rightBefore; number++) {
      expect(number).toBeLessThan(20);
      const task = await make(devnet, forgery, number);
      made.get(task.miner)!.push(task);
    }
    forged = of(forger)[forgery.rightBefore]!;
    const right = [of(honest)[0]!, ...of(forger).slice(0, forgery.rightBefore)];
    await expect
      .poll(async () => (await auditOf(devnet, forged))?.state, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('disputed');
    expect((await auditOf(devnet, forged))!.distance).toBeGreaterThan(1);
    for (const task of right) {
      await expect
        .poll(async () => (await auditOf(devnet, task))?.state, { timeout: AUDIT_TIMEOUT_MS })
        .toBe('passed');
      expect((await auditOf(devnet, task))!.distance).toBeLessThan(1 / 3);
    }
  });

  test('the client has the right result, made by another tab', async () => {
    const { replacement, replacement_url } = (await auditOf(devnet, forged))!;
    const again = { id: replacement!, key: new URL(replacement_url!, 'http://x').searchParams.get('key')! };
    await expect
      .poll(async () => (await readTask(devnet, again)).status, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('done');
    const { receipt } = await readTask(devnet, again);
    expect(receipt!.miner).toBe(honest.operator);
    expect(receipt!.result_hash).not.toBe((await readTask(devnet, forged)).receipt!.result_hash);
    await forgery.expectRight(await fetch(devnet.coordinator.apiUrl + replacement_url!));
  });

  test('the honest tab notices that it sits on the jury, checks the result and votes', async () => {
    await expect
      .poll(async () => (await auditOf(devnet, forged))?.case_id ?? '', { timeout: 60_000 })
      .toMatch(/^\d+$/);
    caseId = (await auditOf(devnet, forged))!.case_id!;
    const juries = honest.page.getByRole('list', { name: 'Juries' });
    await expect(juries).toContainText(`Case ${caseId}`, { timeout: 60_000 });
    await expect(juries).toContainText('The sealed vote is on the chain', { timeout: AUDIT_TIMEOUT_MS });
    await expect(juries).toContainText('the result is wrong');
  });

  test('the vote is opened, and the verdict slashes and jails the forger', async () => {
    const before = await nodeOf(devnet, forger);
    expect(before.assets).toBe(BOND);
    // The window lasts a minute: what has passed of the one before it must not be taken from it.
    await passTimeTo(devnet, (await readCase(devnet, caseId)).jury.voting_ends_at);
    await expect
      .poll(async () => (await readCase(devnet, caseId)).jury.votes.wrong, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(Math.ceil((terms.seats * terms.quorumBps) / 10_000));
    await passTimeTo(devnet, (await readCase(devnet, caseId)).jury.final_at);
    await expect
      .poll(async () => (await readCase(devnet, caseId)).verdict, { timeout: 60_000 })
      .toBe('wrong');
    const after = await nodeOf(devnet, forger);
    expect(before.assets - after.assets).toBe((BOND * BigInt(terms.slashBps)) / 10_000n);
    expect(after.active).toBe(false);
    await expect(forger.page.getByText(/jailed/i).first()).toBeVisible({ timeout: 60_000 });
  });

  test('the juror is paid for each seat', async () => {
    const { votes } = (await readCase(devnet, caseId)).jury;
    const seats = BigInt(votes.wrong ?? 0);
    const all = BigInt(terms.seats) * terms.pay;
    const pay = seats <= BigInt(terms.seats) ? seats * terms.pay : (all / seats) * seats;
    const juries = honest.page.getByRole('list', { name: 'Juries' });
    await expect(juries).toContainText('CAI', { timeout: 60_000 });
    // The drip less the bond, and the pay.
    const owned = parseEther('25000') - BOND + pay;
    await expect.poll(() => tokensOf(devnet, honest.owner), { timeout: 60_000 }).toBe(owned);
  });

  test('the forger gets no more work', async () => {
    for (const number of [101, 102, 103]) {
      expect((await make(devnet, forgery, number)).miner).toBe(honest.operator);
    }
  });
}
