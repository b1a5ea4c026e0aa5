import { join } from 'node:path';
import { createWalletClient, formatEther, http, parseEther, publicActions } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import { chainOf } from '#chain/networkConfig.ts';
import { readNetworkFile } from '#coordinator/startup/networkFile.ts';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { addressField } from '#protocol/fields.ts';

/** `npm run devnet:fund -- 0x… [CAI]`: CAI and gas of no value, for whoever tries out a coordinator. */

/** The bond of a coordinator, and something to pay miners with. */
const USUAL_CAI = '2100000';
const GAS = parseEther('10');
const USAGE = 'Use: npm run devnet:fund -- 0xADDRESS [CAI]';

async function fund([to, cai = USUAL_CAI]: string[]): Promise<string> {
  const receiver = addressField.safeParse(to);
  if (!receiver.success || !/^\d{1,8}$/.test(cai)) return Promise.reject(new Error(USAGE));
  const file = process.env.CUCKOO_NETWORK ?? join(PROJECT_ROOT, '.cuckoo/devnet/network.json');
  const config = await readNetworkFile(file);
  // Its key is published: it has nothing anywhere else.
  if (!config.devnet) throw new Error(`${config.name} is no devnet: its CAI has a value.`);
  const account = devnetDeployer();
  const wallet = createWalletClient({
    ...{ account, chain: chainOf(config), transport: http(config.rpcUrl) },
  }).extend(publicActions);
  const args = [receiver.data, parseEther(cai)] as const;
  const token = { abi: caiAbi, address: config.contracts.cai } as const;
  const sent = [
    await wallet.sendTransaction({ to: receiver.data, value: GAS }),
    await wallet.writeContract({ ...token, functionName: 'transfer', args }),
  ];
  for (const hash of sent) await wallet.waitForTransactionReceipt({ hash });
  return `${receiver.data} got ${cai} CAI and ${formatEther(GAS)} ETH for gas.`;
}

fund(process.argv.slice(2)).then(
  (done) => console.log(done),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
