import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zeroAddress } from 'viem';
import { afterEach, expect, it } from 'vitest';
import { type NetworkConfig, readClientOf } from '#chain/networkConfig.ts';
import { FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A chain node that answers nothing but a status, and counts its requests. */
async function nodeOf(status: number) {
  const node = { url: '', asked: 0 };
  const server = createServer((_, response) => {
    node.asked += 1;
    response.writeHead(status).end('{}');
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return node;
}

it('FaucetSponsor asks the next node when the first one is down', async () => {
  const [down, next] = [await nodeOf(503), await nodeOf(400)];
  const config = {
    ...{ name: 'test', chainId: 1, rpcUrl: down.url, fallbackRpcUrls: [next.url], devnet: true },
  } as NetworkConfig;
  const sponsor = new FaucetSponsor(zeroAddress, testWallet(readClientOf(config, 0), accountOf('sponsor')));
  await expect(sponsor.drip(zeroAddress)).rejects.toMatchObject({ code: 'faucet_failed' });
  expect([down.asked > 0, next.asked > 0]).toEqual([true, true]);
});
