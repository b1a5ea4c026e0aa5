import { decode } from 'fast-png';
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
import { minersOf, passTime, tokensOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { serveForgingSite } from './forgingSite.ts';
import { type MinerTab, openMiner } from './miner.ts';

/**
 * A tab that fakes its pictures is caught by the audit, tried by a jury of other tabs, slashed, jailed and
 * left without work, and the client has the right picture.
 */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const STEPS = 2;
const BOND = DEVNET.staking.minerMinimum;
const { terms } = DEVNET.courts;
/** Audits run one after the other on the CPU beside everything else here. */
const AUDIT_TIMEOUT_MS = 180_000;

let honest: MinerTab;
let forger: MinerTab;
let site: Awaited<ReturnType<typeof serveForgingSite>>;
/** The forged result's task, and the key with which its client may open it. */
let forged: { id: string; key: string };
let caseId: string;

test.beforeAll(async ({ browser, devnet }) => {
  test.setTimeout(900_000);
  honest = await openMiner(browser, devnet, { name: 'Honest tab', without: ['Stories 15M'] });
  site = await serveForgingSite(devnet);
  forger = await openMiner(browser, site.devnet, { name: 'Forging tab', without: ['Stories 15M'] });
});
test.afterAll(async () => {
  await Promise.all([honest, forger].map((tab) => tab?.context.close()));
  site?.close();
});

interface MadeTask {
  id: string;
  key: string;
  miner: string;
}

async function makeImage(devnet: Devnet, seed: number): Promise<MadeTask> {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'flat fox green background', steps: STEPS, seed }),
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

async function readCase(devnet: Devnet) {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/cases/${caseId}`);
  expect(answer.status).toBe(200);
  return apiCaseSchema.parse(await answer.json());
}

const auditOf = async (devnet: Devnet, task: { id: string; key: string }) =>
  (await readTask(devnet, task)).receipt?.audit ?? undefined;
const nodeOf = async (devnet: Devnet, { operator }: MinerTab) =>
  (await minersOf(devnet)).find((node) => node.operator === operator)!;

test('the audit finds a faked picture, and passes an honest one', async ({ devnet }) => {
  const made = new Map<string, MadeTask>();
  for (let seed = 1; made.size < 2 && seed <= 20; seed++) {
    const task = await makeImage(devnet, seed);
    if (!made.has(task.miner)) made.set(task.miner, task);
    // A forger that is found out gets no more work; an honest tab is drawn then.
  }
  forged = made.get(forger.operator)!;
  const right = made.get(honest.operator)!;
  await expect
    .poll(async () => (await auditOf(devnet, forged))?.state, { timeout: AUDIT_TIMEOUT_MS })
    .toBe('disputed');
  await expect
    .poll(async () => (await auditOf(devnet, right))?.state, { timeout: AUDIT_TIMEOUT_MS })
    .toBe('passed');
  expect((await auditOf(devnet, forged))!.distance).toBeGreaterThan(1);
  expect((await auditOf(devnet, right))!.distance).toBeLessThan(1 / 3);
});

test('the client has the right picture, made by another tab', async ({ devnet }) => {
  const { replacement, replacement_url } = (await auditOf(devnet, forged))!;
  const again = { id: replacement!, key: new URL(replacement_url!, 'http://x').searchParams.get('key')! };
  await expect
    .poll(async () => (await readTask(devnet, again)).status, { timeout: AUDIT_TIMEOUT_MS })
    .toBe('done');
  expect((await readTask(devnet, again)).receipt!.miner).toBe(honest.operator);
  const picture = await fetch(devnet.coordinator.apiUrl + replacement_url!);
  const { width, height, data } = decode(new Uint8Array(await picture.arrayBuffer()));
  expect([width, height]).toEqual([128, 128]);
  expect(new Set(data).size).toBeGreaterThan(2);
});

test('the honest tab notices that it sits on the jury, checks the result and votes', async ({ devnet }) => {
  await expect
    .poll(async () => (await auditOf(devnet, forged))?.case_id ?? '', { timeout: 60_000 })
    .toMatch(/^\d+$/);
  caseId = (await auditOf(devnet, forged))!.case_id!;
  const juries = honest.page.getByRole('list', { name: 'Juries' });
  await expect(juries).toContainText(`Case ${caseId}`, { timeout: 60_000 });
  await expect(juries).toContainText('The sealed vote is on the chain', { timeout: AUDIT_TIMEOUT_MS });
  await expect(juries).toContainText('the result is wrong');
});

test('the vote is opened, and the verdict slashes and jails the forger', async ({ devnet }) => {
  const before = await nodeOf(devnet, forger);
  expect(before.assets).toBe(BOND);
  await passTime(devnet, terms.commitWindow);
  await expect
    .poll(async () => (await readCase(devnet)).jury.votes.wrong, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(Math.ceil((terms.seats * terms.quorumBps) / 10_000));
  await passTime(devnet, terms.revealWindow + terms.appealWindow);
  await expect.poll(async () => (await readCase(devnet)).verdict, { timeout: 60_000 }).toBe('wrong');
  const after = await nodeOf(devnet, forger);
  expect(before.assets - after.assets).toBe((BOND * BigInt(terms.slashBps)) / 10_000n);
  expect(after.active).toBe(false);
  await expect(forger.page.getByText(/jailed/i).first()).toBeVisible({ timeout: 60_000 });
});

test('the juror is paid for each seat', async ({ devnet }) => {
  const { votes } = (await readCase(devnet)).jury;
  const seats = BigInt(votes.wrong ?? 0);
  const all = BigInt(terms.seats) * terms.pay;
  const pay = seats <= BigInt(terms.seats) ? seats * terms.pay : (all / seats) * seats;
  const juries = honest.page.getByRole('list', { name: 'Juries' });
  await expect(juries).toContainText('CAI', { timeout: 60_000 });
  // The drip less the bond, and the pay.
  const owned = parseEther('25000') - BOND + pay;
  await expect.poll(() => tokensOf(devnet, honest.owner), { timeout: 60_000 }).toBe(owned);
});

test('the forger gets no more work', async ({ devnet }) => {
  for (const seed of [101, 102, 103]) {
    expect((await makeImage(devnet, seed)).miner).toBe(honest.operator);
  }
});
