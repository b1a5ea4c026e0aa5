import { type Address, type Hex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityOf } from '#chain/networkConfig.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { ask } from '#devnet/testing/askCourt.ts';
import { CourtApi } from '#devnet/testing/courtApi.ts';
import { CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';
import { sendReport } from '#web/create/report/sendReport.ts';
import { handOver } from '#web/evidence/handOver.ts';
import type { Network } from '#web/network/networkContext.ts';

const { signal } = new AbortController();
const app = privateKeyToAccount(generatePrivateKey());
let network: CourtNetwork;
let api: CourtApi;
let sent: number;
beforeAll(async () => {
  [network, api] = [await CourtNetwork.start(), await CourtApi.listen()];
  const gas = deployerWallet(network.config, devnetDeployer());
  await mined(gas, await gas.sendTransaction({ to: app.address, value: parseEther('1') }));
}, 180_000);
afterAll(async () => {
  await api.stop();
  await network.stop();
});

/** The app's wallet, which asks nobody. */
function walletOf() {
  const wallet = deployerWallet(network.config, app);
  return {
    address: app.address,
    send: async ({ to, data }: { to: Address; data: Hex }) => {
      sent += 1;
      const hash = await wallet.sendTransaction({ to, data });
      await mined(wallet, hash);
      return hash;
    },
    sendTogether: async () => undefined,
  };
}

it('an app reports a result, and hands its evidence to a coordinator that has nothing to do with it', async () => {
  const accused = await network.addMiner();
  await network.addMiner();
  // A node of the app's own gets no seats in its case: the report names it.
  const own = await network.addMiner(app);
  const bytes = await network.evidenceOf(accused, 'wrong');
  const bundle = {
    bytes,
    hash: evidenceHashOf(bytes),
    read: await readEvidence(identityOf(network.config), bytes),
  };
  const coordinator = network.other;
  const page = { client: network.client, config: network.config } as unknown as Network;
  const deposit = await network.court.reportDepositOf(accused.id);
  await network.giveCai(app.address, deposit);
  sent = 0;

  const other = network.restartedOther();
  api.serve(other);
  const handed = { ...bundle, caseId: 1n };
  expect(await handOver([api.url], handed, signal, 1)).toEqual([]);
  await expect(
    sendReport(page, walletOf(), { bundle, coordinator, deposit: deposit + 1n }),
  ).rejects.toMatchObject({ code: 'REVERTED' });
  expect(sent).toBe(0);

  expect(await sendReport(page, walletOf(), { bundle, coordinator, deposit })).toBe(1n);
  // An approval, and the case.
  expect([sent, await network.balanceOf(app.address)]).toEqual([2, 0n]);
  expect(await network.court.exhibits(1n)).toEqual([{ coordinator, hash: bundle.hash }]);
  expect((await network.court.ballotOf(1n, 0, own.id)).leftOut).toBe('all');

  // After a reload it is handed over without a transaction, or once more.
  expect(await sendReport(page, walletOf(), { bundle, coordinator, deposit: undefined })).toBe(1n);
  expect(sent).toBe(2);
  expect(await handOver([api.url], handed, signal)).toEqual([api.url]);
  expect(await handOver([api.url], handed, signal)).toEqual([api.url]);
  const served = { type: 'evidence', bytes };
  expect(await ask(network.restartedOther(), { type: 'evidence', hash: bundle.hash })).toEqual(served);

  // Somebody else has opened a case, with evidence of which nobody holds a byte.
  const again = await network.evidenceOf(await network.addMiner(), 'again');
  const second = {
    bytes: again,
    hash: evidenceHashOf(again),
    read: await readEvidence(identityOf(network.config), again),
  };
  const junk = { coordinator: network.reporter, hash: bundle.hash };
  const caseId = await network.openDirectly(again, junk);
  expect(await sendReport(page, walletOf(), { bundle: second, coordinator, deposit: undefined })).toBe(
    caseId,
  );
  expect(sent).toBe(3);
  expect(await network.court.exhibits(caseId)).toEqual([junk, { coordinator, hash: second.hash }]);
  expect(await handOver([api.url], { ...second, caseId }, signal)).toEqual([api.url]);
}, 240_000);
