import type { Devnet } from '#devnet/devnet.ts';
import {
  type ApiTask,
  apiReceiptSchema,
  apiTaskSchema,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { expect } from './devnet.ts';

/** Audits run one after the other on the CPU beside everything else here. */
export const AUDIT_TIMEOUT_MS = 180_000;

/** A task, and what opens its result. */
export interface TaskKey {
  id: string;
  key: string;
}

/** A task that a client has had done. */
export interface MadeTask extends TaskKey {
  miner: string;
}

/** An order, and the path of the API that takes it. */
export interface Order {
  path: string;
  body: object;
}

/** Orders a task and waits for its result. */
export async function makeTask(devnet: Devnet, { path, body }: Order): Promise<MadeTask> {
  const answer = await fetch(devnet.coordinator.apiUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { cuckoo } = (await answer.json()) as { cuckoo: unknown };
  expect(answer.status).toBe(200);
  const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => answer.headers.get(name)!);
  return { id: id!, key: key!, miner: apiReceiptSchema.parse(cuckoo).miner };
}

export async function readMade(devnet: Devnet, { id, key }: TaskKey): Promise<ApiTask> {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/tasks/${id}?key=${key}`);
  return apiTaskSchema.parse(await answer.json());
}

/** The audit of its result; undefined while there is no result. */
export const auditOf = async (devnet: Devnet, task: TaskKey) =>
  (await readMade(devnet, task)).receipt?.audit ?? undefined;

/** Waits for a case about its result. @returns the case's id */
export async function caseAbout(devnet: Devnet, task: TaskKey): Promise<string> {
  await expect
    .poll(async () => (await auditOf(devnet, task))?.case_id ?? '', { timeout: 60_000 })
    .toMatch(/^\d+$/);
  return (await auditOf(devnet, task))!.case_id!;
}
