import {
  type Address,
  type Hex,
  hexToBigInt,
  keccak256,
  type PrivateKeyAccount,
  parseEther,
  slice,
  toHex,
  zeroHash,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { ChainError } from '#chain/chainError.ts';
import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { ModelTokenizer } from '#coordinator/tokenizer/modelTokenizer.ts';
import { ResultReader } from '#coordinator/tokenizer/resultReader.ts';
import { doWork } from '#coordinator/tokenizer/textWork.ts';
import type { TextWorker } from '#coordinator/tokenizer/tokenizerThread.ts';
import { decoderSchema } from '#inference/manifest/decoderManifest.ts';
import { manifestSchema } from '#inference/manifest/manifest.ts';
import type { TextModelParts } from '#inference/text/answer/answerFault.ts';
import { type EpochRules, epochOf } from '#protocol/draw/epoch.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * A network without a chain, for tests: fixed keys, a roster that a test sets, three models without weights.
 */

export const NETWORK: NetworkIdentity = {
  chainId: 31_337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
};

export const accountOf = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(toHex(name)));
export const COORDINATOR = accountOf('coordinator');

/** Each operator has a node of its own. */
const nodeIdOf = (operator: Address): bigint => hexToBigInt(slice(operator, 0, 3));

/** @param stake whole CAI */
export function nodeOf(name: string, stake: number, more: Partial<RosterNode> = {}): RosterNode {
  const operator = accountOf(name).address;
  const assets = parseEther(String(stake));
  return {
    ...{ id: nodeIdOf(operator), owner: operator, operator, role: 'miner', commissionBps: 0 },
    ...{ active: true, retired: false, jailedUntil: 0, workingUntil: 0 },
    ...{ weight: assets, assets, selfBond: assets, infoHash: zeroHash, infoBlock: 0n },
    ...more,
  };
}

/** Every block is an epoch, and no draw grows old. */
export const EPOCHS: EpochRules = { blocks: 1, confirmations: 0, assignmentSeconds: 1e9 };

/** A roster that a test sets; every change is a new block. */
export class TestRoster {
  /** Nodes that the chain has and the roster lacks: retired or just registered. */
  unlisted: RosterNode[] = [];
  tooOld = false;
  epochs = EPOCHS;
  #current: Roster;
  readonly #past = new Map<number, Roster>();
  readonly #listeners = new Set<(roster: Roster) => void>();

  constructor(miners: RosterNode[]) {
    const coordinator = nodeOf('coordinator', 2_000_000, { role: 'coordinator' });
    this.#current = {
      blockNumber: 1,
      beacon: keccak256(toHex('block 1')),
      minedAt: 1_700_000_000,
      miners,
      coordinators: [coordinator],
    };
    this.#past.set(1, this.#current);
  }

  current(): Roster {
    return this.#current;
  }

  epoch(): Roster {
    return this.#past.get(epochOf(this.#current.blockNumber, this.epochs))!;
  }

  async at(blockNumber: number): Promise<Roster> {
    const roster = this.#past.get(blockNumber);
    if (roster === undefined) throw new ChainError('NO_BLOCK', `There is no block ${blockNumber}.`);
    return roster;
  }

  health(): ChainHealth {
    const { blockNumber } = this.#current;
    const well = { blockNumber, ageSeconds: 3, state: 'ok', sinceMs: undefined, problem: undefined } as const;
    const silent = { state: 'failing', sinceMs: 1_000, problem: 'The chain could not be read.' } as const;
    return { ...well, ...(this.tooOld && silent), tooOld: this.tooOld };
  }

  onChange(listener: (roster: Roster) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(miners: RosterNode[], coordinators = this.#current.coordinators): void {
    const blockNumber = this.#current.blockNumber + 1;
    const beacon: Hex = keccak256(toHex(`block ${blockNumber}`));
    this.#current = { ...this.#current, blockNumber, beacon, miners, coordinators };
    this.#past.set(blockNumber, this.#current);
    for (const listener of this.#listeners) listener(this.#current);
  }
}

const file = (path: string) => ({ path, bytes: 1, sha256: '0'.repeat(64) });
const common = (id: string) => ({
  ...{ version: 1, id, name: `Test ${id}`, description: 'For tests.', licence: 'MIT' },
  conformance: { file: 'conformance.json', tolerance: 0.01 },
});

const draw = {
  ...common('draw'),
  kind: 'image',
  layout: 'latent-diffusion',
  unitPrice: '2000000000000000000',
  files: ['text.onnx', 'denoiser.onnx', 'decoder.onnx', 'words.json', 'conformance.json'].map(file),
  tokenizer: { kind: 'words', vocabulary: 'words.json', ignored: [] },
  promptTokens: 8,
  padToken: 0,
  textEncoder: { file: 'text.onnx', io: { ids: 'ids', context: 'context' } },
  denoiser: {
    file: 'denoiser.onnx',
    batch: 1,
    io: { sample: 'x', timestep: 't', context: 'context', output: 'v' },
  },
  decoder: { file: 'decoder.onnx', io: { latent: 'z', image: 'image' }, range: [-1, 1] },
  latent: { channels: 4, scale: 8, scalingFactor: 1 },
  scheduler: { kind: 'flow-matching-euler' },
  defaults: { width: 16, height: 16, steps: 4, guidance: 3 },
  limits: { minSide: 8, maxSide: 64, maxSteps: 20, maxGuidance: 10 },
};
const drawManifest = manifestSchema.parse(draw);

/** Like the draw model, but it can also start from a picture. */
const paintManifest = manifestSchema.parse({
  ...draw,
  ...common('paint'),
  files: [...draw.files, file('encoder.onnx')],
  scheduler: { kind: 'ddim', trainSteps: 100, betaStart: 0.001, betaEnd: 0.01 },
  imageEncoder: { file: 'encoder.onnx', io: { image: 'image', latent: 'z' } },
});

export const talkManifest = decoderSchema.parse({
  ...common('talk'),
  kind: 'text',
  layout: 'decoder',
  unitPrice: '1000000000000000',
  files: ['model.onnx', 'tokenizer.json', 'tokenizer_config.json', 'conformance.json'].map(file),
  graph: { file: 'model.onnx' },
  tokenizer: { kind: 'huggingface', file: 'tokenizer.json', config: 'tokenizer_config.json' },
  context: 64,
  stopTokens: [2],
  defaults: { maxTokens: 16, temperature: 0, topP: 1 },
});

/** The words that a test's miner answers with, from token 3 on. */
export const ANSWER = ['once', ' upon', ' a', ' time'];
const wordOf = (token: number): string => ANSWER[token - 3] ?? `<${token}>`;

/** Prompt tokens of the test's text model: its words. */
export const countWords = (messages: readonly { content: string }[]): number =>
  messages.flatMap(({ content }) => content.split(/\s+/).filter(Boolean)).length;

const wordTokenizer: TextModelParts['tokenizer'] = {
  encodeChat: (messages) => new Array<number>(countWords(messages)).fill(0),
  decode: (tokens) => tokens.map(wordOf).join(''),
  bytesOf: (token) => new TextEncoder().encode(wordOf(token)),
};

/** Works on the text model's texts, in the test's own thread. */
export const wordWorker: TextWorker = {
  run: (call) => doWork({ manifest: talkManifest, tokenizer: wordTokenizer }, call),
};

/** @param worker what the text model's tokenizer works with */
export function testCatalogue(worker: TextWorker = wordWorker): ModelCatalogue {
  if (drawManifest.kind !== 'image' || paintManifest.kind !== 'image')
    throw new Error('The test manifests changed kinds.');
  const served = ({ id, unitPrice }: { id: string; unitPrice: string }) => ({
    unitPrice: BigInt(unitPrice),
    results: new ResultReader({ model: id, worker }),
    folder: '.',
  });
  return new ModelCatalogue([
    { manifest: drawManifest, unit: 'step', ...served(drawManifest) },
    {
      ...{ manifest: talkManifest, unit: 'token', ...served(talkManifest), longestToken: 8 },
      tokenizer: new ModelTokenizer({ model: 'talk', prompts: worker }),
    },
    { manifest: paintManifest, unit: 'step', ...served(paintManifest) },
  ]);
}
