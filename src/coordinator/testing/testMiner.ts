import type { Hex } from 'viem';
import { pngOf, traceRootOfResult } from '#coordinator/testing/schedulerBench.ts';
import { ANSWER, accountOf, countWords, NETWORK } from '#coordinator/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import {
  COURT_FRAME_BYTES,
  COURT_PROTOCOL,
  type CourtFrame,
  courtFrameSchema,
  type JurorFrame,
} from '#protocol/court/courtFrames.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import {
  type CoordinatorFrame,
  coordinatorFrameSchema,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  type SessionFrame,
  sessionFrameSchema,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { decodeWire, encodeWire, PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { type Assignment, assignmentDigest } from '#protocol/signed/assignment.ts';
import { signPeerBinding } from '#protocol/signed/peerBinding.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TaskRequest, taskRequestSchema } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';

const seconds = () => Math.floor(Date.now() / 1_000);

/** How a test's miner answers a task; it may use the stream meanwhile, or never resolve. */
export type Work = (request: TaskRequest, stream: FrameStream) => Promise<TaskResult>;

/** Words for a text, one per token; a plain image of the right size for an image. */
export const honestWork: Work = async (request, stream) => {
  if (request.kind === 'image') {
    for (let done = 1; done <= request.steps; done++) {
      const preview = done <= (request.previews ?? 0) ? { preview: pngOf(8, 8) } : {};
      await stream.send({
        type: 'progress',
        progress: { kind: 'step', done, total: request.steps, ...preview },
      });
    }
    return { kind: 'image', png: pngOf(request.width, request.height) };
  }
  const words = ANSWER.slice(0, request.maxTokens);
  for (const delta of words) await stream.send({ type: 'progress', progress: { kind: 'text', delta } });
  const tokens = words.map((_, place) => place + 3);
  const promptTokens = countWords(request.messages);
  const top = ([[3, -0.5]] as [number, number][]).slice(0, request.topLogprobs);
  const logprobs = tokens.map(() => ({ logprob: -0.5, top }));
  return {
    kind: 'text',
    text: words.join(''),
    tokens,
    promptTokens,
    finishReason: words.length < request.maxTokens ? 'stop' : 'length',
    ...(request.topLogprobs === undefined ? {} : { logprobs }),
  };
};

/** A miner that speaks the protocol over a real connection, and computes nothing. */
export class TestMiner {
  readonly name: string;
  readonly node: PeerNode;
  readonly #network: NetworkIdentity;
  readonly #account: OperatorSigner;
  readonly paid: { receipt: Receipt; voucher: Voucher }[] = [];
  readonly assignments: Assignment[] = [];
  readonly #work: Work;
  /** The session after its first frame. */
  #rest: Promise<SessionFrame | undefined> | undefined;
  #relay = '';
  #session: FrameStream | undefined;
  readonly #taken = new Set<Hex>();

  private constructor(
    name: string,
    node: PeerNode,
    { work, network, account }: { work: Work; network: NetworkIdentity; account: OperatorSigner },
  ) {
    [this.name, this.node, this.#work] = [name, node, work];
    [this.#network, this.#account] = [network, account];
  }

  static async start(
    name: string,
    coordinators: readonly string[],
    work: Work = honestWork,
    { activeMiners = 2, network = NETWORK, account = accountOf(name) as OperatorSigner } = {},
  ): Promise<TestMiner> {
    const node = await createTabNode({
      allowLocal: true,
      deps: {
        network,
        nowSeconds: seconds,
        isCoordinator: (operator) => coordinators.includes(operator),
        activeMiners: () => activeMiners,
      },
    });
    return new TestMiner(name, node, { work, network, account });
  }

  /** Connects and says hello. @returns the coordinator's first frame */
  async join(multiaddrs: string[], ids = ['draw', 'talk', 'paint']): Promise<SessionFrame | undefined> {
    this.#relay = await this.node.dial(multiaddrs);
    const session = await this.node.open(this.#relay, SESSION_PROTOCOL, { frameBytes: SESSION_FRAME_BYTES });
    const binding = await signPeerBinding(this.#network, this.#account, this.node.peerId, seconds());
    const models = ids.map((id) => ({ id, together: 1 }));
    await session.send({ version: PROTOCOL_VERSION, binding, models, gpu: 'none' });
    const first = await session.receive(sessionFrameSchema);
    this.#session = session;
    this.#rest = this.#listen(session);
    // A test that stops the miner breaks the stream.
    this.#rest.catch(() => undefined);
    return first;
  }

  /** Asks the court of the coordinator that it joined. */
  async askCourt(question: JurorFrame): Promise<CourtFrame | undefined> {
    const stream = await this.node.open(this.#relay, COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES });
    await stream.send(question);
    const answer = await stream.receive(courtFrameSchema);
    await stream.close();
    return answer;
  }

  /** The frame with which the coordinator ends the session; undefined when it ended without one. */
  nextWord(): Promise<SessionFrame | undefined> {
    if (this.#rest === undefined) throw new Error('No session: join first.');
    return this.#rest;
  }

  /** Sends a heartbeat in the session. */
  async beat(models: Offer[]): Promise<void> {
    if (this.#session === undefined) throw new Error('No session: join first.');
    await this.#session.send({ type: 'heartbeat', models });
  }

  async #listen(session: FrameStream): Promise<SessionFrame | undefined> {
    for (;;) {
      const frame = await session.receive(sessionFrameSchema);
      if (frame?.type === 'assigned') this.#hear(frame.assignment);
      else if (frame?.type !== 'heartbeat') return frame;
    }
  }

  #hear(assignment: Assignment): void {
    const digest = assignmentDigest(this.#network, assignment);
    if (this.#taken.has(digest)) return;
    this.#taken.add(digest);
    this.assignments.push(assignment);
    // A test that kills the connection breaks the stream; the test checks what was sent before.
    this.takeTask(digest).catch(() => this.#taken.delete(digest));
  }

  /** Takes, works, delivers. @returns the coordinator's last frame */
  async takeTask(digest: Hex): Promise<CoordinatorFrame | undefined> {
    const stream = await this.node.open(this.#relay, TASK_PROTOCOL, { frameBytes: TASK_FRAME_BYTES });
    await stream.send({ type: 'take', assignment: digest });
    let word = await stream.receive(coordinatorFrameSchema);
    if (word?.type === 'request') {
      const request = decodeWire(taskRequestSchema, word.bytes, TASK_LIMIT.requestBytes);
      const result = await this.#work(request, stream);
      const bytes = encodeWire(result);
      const trace = traceRootOfResult(result);
      const signature = await signResult(this.#network, this.#account, {
        ...{ assignment: digest, result: resultHashOf(bytes), units: unitsOf(request, result), trace },
      });
      await stream.send({ type: 'result', bytes, trace, signature });
      word = await stream.receive(coordinatorFrameSchema);
    }
    if (word?.type === 'paid') this.paid.push(word);
    await stream.close();
    return word;
  }

  stop(): Promise<void> {
    return this.node.stop();
  }
}
