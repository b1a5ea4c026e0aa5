import type { Address, Hex } from 'viem';
import type { Judgement, ResultCase } from '#coordinator/results/judgeResult.ts';
import type { ReadAnswer } from '#coordinator/results/readAnswer.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { TextWorker } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { ResultClaim } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Reads a model's results in a thread of their own: nothing else waits while megabytes are hashed and
 * decoded. Miners and clients take turns in it.
 */
export class ResultReader {
  readonly #model: string;
  readonly #worker: TextWorker;

  constructor({ model, worker }: { model: string; worker: TextWorker }) {
    this.#model = model;
    this.#worker = worker;
  }

  /**
   * Whether a result has the form that its task asks for.
   * @param miner whose turn it takes
   * @throws TokenizerError when it could not be read for reasons of our own
   */
  async judge(resultCase: ResultCase, bytes: Uint8Array, miner: string): Promise<Judgement> {
    try {
      const call = { model: this.#model, kind: 'judge', args: [resultCase, bytes] } as const;
      return await this.#worker.run({ ...call, args: [...call.args] }, turnOf(miner, bytes));
    } catch (error) {
      if (error instanceof TokenizerError && error.code === 'prompt_too_slow')
        return { refusal: 'BAD_RESULT', detail: 'it takes too long to read' };
      throw error;
    }
  }

  /** Whether `miner` signed the claim, whose turn it takes. @throws TokenizerError */
  isSigned(
    network: NetworkIdentity,
    claim: ResultClaim,
    by: { miner: Address; signature: Hex },
  ): Promise<boolean> {
    const call = { model: this.#model, kind: 'isSigned', args: [network, claim, by] } as const;
    return this.#worker.run({ ...call, args: [...call.args] }, { client: by.miner, characters: 0 });
  }

  /** A stored text result. @param client whose turn it takes @throws TokenizerError */
  read(bytes: Uint8Array, client: string): Promise<ReadAnswer> {
    return this.#worker.run({ model: this.#model, kind: 'read', args: [bytes] }, turnOf(client, bytes));
  }
}

const turnOf = (client: string, bytes: Uint8Array) => ({ client, characters: bytes.byteLength });
