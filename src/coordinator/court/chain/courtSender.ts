import {
  type Address,
  type ContractFunctionArgs,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  maxUint256,
  type TransactionReceipt,
} from 'viem';
import { revertName } from '#chain/courts/revertName.ts';
import { caiAbi, juriesAbi, slasherAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { CourtError, type CourtErrorCode } from '#coordinator/court/chain/courtError.ts';
import type { OperatorWallet, Send } from '#coordinator/wallet/operatorWallet.ts';
import { WalletError } from '#coordinator/wallet/walletError.ts';

type CaseCall = 'open' | 'appeal' | 'leaveOut' | 'exhibit';
type JuryCall = 'draw' | 'commit' | 'reveal' | 'settle' | 'pay' | 'fine';
export type CourtCall = CaseCall | JuryCall;

type CallArguments<F extends CourtCall> = ContractFunctionArgs<typeof juriesAbi, 'nonpayable', F>;

const CODES: Readonly<Record<string, CourtErrorCode>> = {
  AlreadyPunished: 'ALREADY_JUDGED',
  NothingToTake: 'NOTHING_TO_TAKE',
  NobodyCanSit: 'NOBODY_CAN_SIT',
  TooLate: 'TOO_LATE',
  TooEarly: 'TOO_EARLY',
};

/** The juries ask the slasher whether a node is worth a case. */
const REFUSALS = [...juriesAbi, ...slasherAbi];

/** Calls the juries' contract with the operator key, one call at a time. */
export class CourtSender {
  readonly #wallet: OperatorWallet;
  readonly #juries: Address;
  readonly #cai: Address;

  constructor(deps: {
    wallet: OperatorWallet;
    contracts: Pick<NetworkConfig['contracts'], 'juries' | 'cai'>;
  }) {
    this.#wallet = deps.wallet;
    this.#juries = deps.contracts.juries;
    this.#cai = deps.contracts.cai;
  }

  get address(): Address {
    return this.#wallet.account.address;
  }

  /**
   * Sends a call and waits for its block. What the contract would refuse is not sent.
   * @throws CourtError, with the contract's own error as its cause; Error of viem
   */
  call<F extends CourtCall>(functionName: F, args: CallArguments<F>): Promise<TransactionReceipt> {
    const call = { abi: juriesAbi, functionName, args } as unknown as EncodeFunctionDataParameters;
    const data = encodeFunctionData(call);
    return this.#wallet.inTurn((send) => this.#submit(send, this.#juries, data));
  }

  /**
   * Lets the contract take deposits out of the wallet.
   * @param wei of the next deposit
   * @throws CourtError NO_DEPOSIT when the wallet does not hold it
   */
  async allowDeposit(wei: bigint): Promise<void> {
    const { client } = this.#wallet;
    const token = { abi: caiAbi, address: this.#cai } as const;
    const [balance, allowance] = await Promise.all([
      client.readContract({ ...token, functionName: 'balanceOf', args: [this.address] }),
      client.readContract({ ...token, functionName: 'allowance', args: [this.address, this.#juries] }),
    ]);
    if (balance < wei)
      throw new CourtError('NO_DEPOSIT', 'The operator’s wallet does not hold the deposit of a case.');
    if (allowance >= wei) return;
    const data = encodeFunctionData({ ...token, functionName: 'approve', args: [this.#juries, maxUint256] });
    await this.#wallet.inTurn((send) => this.#submit(send, this.#cai, data));
  }

  /** One that was sent before a restart may do the same: the wallet sends none before it is in a block. */
  async #submit(send: Send, to: Address, data: Hex): Promise<TransactionReceipt> {
    const receipt = await send({ to, data }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    // Somebody else’s call came first.
    if (receipt.status !== 'success')
      throw new CourtError('REFUSED', `The transaction ${receipt.transactionHash} was reverted.`);
    return receipt;
  }
}

/** The contract's error, if that is why a call was not sent. */
function refusalOf(error: unknown): unknown {
  if (error instanceof WalletError && error.code === 'PENDING')
    return new CourtError('PENDING', error.message, { cause: error });
  const name = revertName(error, REFUSALS);
  if (name === undefined) return error;
  const code = CODES[name] ?? 'REFUSED';
  return new CourtError(code, `The juries’ contract refuses the call: ${name}.`, { cause: error });
}
