import { type Address, type Hex, InvalidParamsRpcError } from 'viem';
import { ChainError, chainErrorOf } from '#chain/chainError.ts';
import { rosterPrintOf, rosterPrintProgram } from '#chain/follower/rosterPrint.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { type BlockPin, ROLE, type Roster, readRoster } from '#chain/roster.ts';
import { findCause } from '#protocol/codedError.ts';

/** The part of a block that tells it from all others. */
export interface Head {
  number: bigint;
  hash: Hex;
  /** Unix seconds. */
  timestamp: bigint;
}

/** A roster with the hash of its nodes, where the node computes one. */
export interface PrintedRoster {
  roster: Roster;
  print: Hex | undefined;
}

/**
 * Behind one URL may be nodes of which one lags by a block: the next request reaches another. Attempts, and
 * the pause between them in ms.
 */
const TRIES = 3;
const PAUSE_MS = 150;
/** Rosters that a node could read and not hash, in a row, after which it is not asked for a hash again. */
const MAX_UNPRINTED = 3;

/**
 * Reads rosters by their block's hash (EIP-1898): a node that does not have that very block fails instead of
 * answering from another one, so the nodes and the beacon always belong together.
 * @example
 * const reader = new RosterReader(client, staking);
 * const { roster } = await reader.read(await reader.block('latest'));
 */
export class RosterReader {
  readonly #client: ReadClient;
  readonly #staking: Address;
  readonly #program: Hex;
  #takesHashes = true;
  #unprinted = 0;

  constructor(client: ReadClient, staking: Address) {
    this.#client = client;
    this.#staking = staking;
    this.#program = rosterPrintProgram(staking, [ROLE.miner, ROLE.coordinator]);
  }

  /** @throws ChainError NO_BLOCK when the node does not have it; as `chainErrorOf` */
  async block(which: bigint | 'latest'): Promise<Head> {
    try {
      const block = await this.#client.getBlock(
        which === 'latest' ? { blockTag: which } : { blockNumber: which },
      );
      const { number, hash, timestamp } = block;
      if (typeof hash !== 'string' || typeof number !== 'bigint' || typeof timestamp !== 'bigint')
        throw new ChainError('NO_ANSWER', 'The chain’s node answered with something that is not a block.');
      return { number, hash, timestamp };
    } catch (error) {
      throw chainErrorOf(error);
    }
  }

  /**
   * The roster of a block.
   * @param known if it has the same nodes, they are not read again
   * @throws ChainError as `chainErrorOf`; OTHER_CHAIN
   */
  async read(head: Head, known?: PrintedRoster): Promise<PrintedRoster> {
    const print = this.#unprinted < MAX_UNPRINTED ? await this.#printOf(head) : undefined;
    const ofHead = {
      blockNumber: Number(head.number),
      beacon: head.hash,
      minedAt: Number(head.timestamp),
    };
    if (print !== undefined && print === known?.print)
      return { print, roster: { ...known.roster, ...ofHead } };
    if (print === undefined) await this.#expectOwnChain();
    const [miners, coordinators] = await Promise.all([
      this.#at(head, (pin) => readRoster(this.#client, this.#staking, 'miner', pin)),
      this.#at(head, (pin) => readRoster(this.#client, this.#staking, 'coordinator', pin)),
    ]);
    this.#unprinted = print === undefined ? this.#unprinted + 1 : 0;
    return { print, roster: { ...ofHead, miners, coordinators } };
  }

  /** Undefined when the node runs no such program. Reading the roster itself then has the last word. */
  async #printOf(head: Head): Promise<Hex | undefined> {
    const call = (pin: BlockPin) => this.#client.call({ data: this.#program, ...pin });
    let answer: ReturnType<typeof rosterPrintOf>;
    try {
      answer = rosterPrintOf((await this.#at(head, call)).data);
    } catch (error) {
      if (chainErrorOf(error).code !== 'NO_BLOCK') throw error;
    }
    if (answer !== undefined) this.#expectChain(answer.chainId);
    return answer?.print;
  }

  async #expectOwnChain(): Promise<void> {
    const chainId = await this.#client.getChainId().catch((error: unknown) => {
      throw chainErrorOf(error);
    });
    this.#expectChain(BigInt(chainId));
  }

  #expectChain(chainId: bigint): void {
    const { id } = this.#client.chain;
    if (chainId === BigInt(id)) return;
    throw new ChainError('OTHER_CHAIN', `The chain’s node serves chain ${chainId}, not chain ${id}.`);
  }

  /** Reads at one block, by its hash where the node allows that, else by its number. */
  async #at<T>(head: Head, read: (pin: BlockPin) => Promise<T>): Promise<T> {
    if (this.#takesHashes) {
      try {
        return await tried(() => read({ blockHash: head.hash }));
      } catch (error) {
        if (findCause(error, (each) => each instanceof InvalidParamsRpcError) === undefined) throw error;
        this.#takesHashes = false;
      }
    }
    const answer = await tried(() => read({ blockNumber: head.number }));
    if ((await this.block(head.number)).hash !== head.hash)
      throw new ChainError('NO_BLOCK', `The chain’s node no longer has block ${head.hash}.`);
    return answer;
  }
}

async function tried<T>(read: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await read();
    } catch (error) {
      const known = chainErrorOf(error);
      if (left === 0 || known.code !== 'NO_BLOCK') throw known;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
