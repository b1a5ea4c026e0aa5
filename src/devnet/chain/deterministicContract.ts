import {
  type Abi,
  type Address,
  concat,
  encodeDeployData,
  getContractAddress,
  type Hex,
  zeroHash,
} from 'viem';
import { readBytecode } from '#devnet/chain/artifact.ts';
import { type DeployerWallet, mined } from '#devnet/chain/deployerWallet.ts';

/** The CREATE2 factory that nearly every chain has at one address, anvil too. */
const FACTORY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';
/** One network per chain and deployer: deployments differ by their code and arguments. */
const SALT: Hex = zeroHash;

/** A contract that could not be deployed or set up. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
  readonly code: 'NO_FACTORY' | 'NOT_DEPLOYED' | 'HANDED_OVER' | 'NO_NOTICE';

  constructor(code: DeploymentError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Deploys a contract to the address that follows from its code and arguments, unless it is there. Running an
 * interrupted deployment again therefore completes it.
 * @throws DeploymentError
 */
export async function deployOnce(
  wallet: DeployerWallet,
  name: string,
  abi: Abi,
  args: readonly unknown[],
): Promise<Address> {
  const initCode = encodeDeployData({ abi, bytecode: await readBytecode(name), args });
  const address = getContractAddress({ opcode: 'CREATE2', from: FACTORY, salt: SALT, bytecode: initCode });
  const isThere = async (contract: Address) => (await wallet.getCode({ address: contract })) !== undefined;
  if (await isThere(address)) return address;
  if (!(await isThere(FACTORY))) {
    throw new DeploymentError('NO_FACTORY', `This chain has no CREATE2 factory at ${FACTORY}.`);
  }
  await mined(wallet, await wallet.sendTransaction({ to: FACTORY, data: concat([SALT, initCode]) }));
  if (!(await isThere(address))) {
    throw new DeploymentError('NOT_DEPLOYED', `${name} refused the parameters that it was deployed with.`);
  }
  return address;
}
