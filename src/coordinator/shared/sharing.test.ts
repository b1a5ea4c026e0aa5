import '#network/polyfill.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keccak256, toHex } from 'viem';
import { expect, it } from 'vitest';
import { sharedCommand } from '#coordinator/shared/sharedCommand.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { NETWORK } from '#coordinator/testing/world.ts';
import { TASK_HEADER, TASK_KEY_HEADER } from '#protocol/messages/api.ts';
import { type ApiSharedResult, apiSharedListSchema } from '#protocol/task/apiShared.ts';

const whole = useWholeCoordinator();
const secret = new Uint8Array(32).fill(7);

async function make(): Promise<{ id: string; key: string; png: Buffer }> {
  const answer = await whole.post('/v1/images/generations', { prompt: 'a red fox' });
  const { data } = (await answer.json()) as { data: { b64_json: string }[] };
  const header = (name: string) => answer.headers.get(name)!;
  const png = Buffer.from(data[0]!.b64_json, 'base64');
  return { id: header(TASK_HEADER), key: header(TASK_KEY_HEADER), png };
}
const share = (id: string, key: string, method = 'POST') =>
  fetch(`${whole.url}/v1/tasks/${id}/share?key=${key}`, { method });
const listed = async (): Promise<ApiSharedResult[]> =>
  apiSharedListSchema.parse(await (await fetch(`${whole.url}/v1/network/shared`)).json()).data;

/** Asks as the operator would at a terminal beside the coordinator. */
async function remove(id: string, environment: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cuckoo-shared-'));
  const { staking, payments, chainId } = NETWORK;
  const others = ['cai', 'faucet', 'epochs', 'slasher', 'disputes', 'juries'];
  const config = {
    ...{ name: 'Test', chainId, devnet: true, rpcUrl: 'http://127.0.0.1:1' },
    epochs: { blocks: 1, confirmations: 0, assignmentSeconds: 60 },
    contracts: { staking, payments, ...Object.fromEntries(others.map((name) => [name, staking])) },
  };
  writeFileSync(join(folder, 'network.json'), JSON.stringify(config));
  try {
    return await sharedCommand(
      ['remove', id],
      {
        CUCKOO_NETWORK: join(folder, 'network.json'),
        COORDINATOR_KEY: keccak256(toHex('coordinator')),
        API_PORT: String(whole.coordinator.apiPort),
        ...environment,
      },
      Math.floor(Date.now() / 1_000),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('a shared result is there for other pages, also after a restart, until its maker takes it back', async () => {
  await whole.restart({ secret });
  await whole.mine('ann');
  const { id, key, png } = await make();
  expect(await listed()).toEqual([]);
  expect((await share(id, 'a'.repeat(32))).status).toBe(403);
  expect((await share(id, key)).status).toBe(200);

  await whole.restart({ secret });
  const [shown] = await listed();
  expect(shown).toMatchObject({ id, kind: 'image', model: 'draw', prompt: 'a red fox' });
  const picture = await fetch(`${whole.url}${shown!.result_url}`, {
    headers: { origin: 'https://any.example' },
  });
  expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(picture.headers.get('access-control-allow-origin')).toBe('*');

  expect((await share(id, key, 'DELETE')).status).toBe(200);
  expect(await listed()).toEqual([]);
  expect((await fetch(`${whole.url}${shown!.result_url}`)).status).toBe(404);
});

it('the operator removes a shared result by its id, for good', async () => {
  await whole.mine('ann');
  const { id, key } = await make();
  await share(id, key);
  const stranger = { COORDINATOR_KEY: keccak256(toHex('ann')) };
  await expect(remove(id, stranger)).rejects.toMatchObject({ code: 'NOT_REMOVED' });
  expect(await listed()).toHaveLength(1);
  expect(await remove(id)).toContain(id);
  expect(await listed()).toEqual([]);
  expect((await share(id, key)).status).toBe(403);
  await expect(remove(id)).rejects.toMatchObject({ code: 'NOT_REMOVED' });
  await expect(remove(id, { API_PORT: '1' })).rejects.toMatchObject({ code: 'NO_ANSWER' });
  await expect(remove('0x12')).rejects.toMatchObject({ code: 'BAD_COMMAND' });
});
