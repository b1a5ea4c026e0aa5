import type { z } from 'zod';
import { CLOCK_SKEW_S, RECEIPT_MAX_AGE_S } from '#network/gossip/gossipValidators.ts';
import { COURT_PROTOCOL, courtFrameSchema, jurorFrameSchema } from '#protocol/court/courtFrames.ts';
import { DRAW_REPORT_BYTES } from '#protocol/court/drawReport.ts';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';
import { GOSSIP_BYTES, GOSSIP_KINDS, gossipSchemas } from '#protocol/messages/gossip.ts';
import { MAX_OFFERED_BATCH_SIZE } from '#protocol/messages/offer.ts';
import {
  coordinatorFrameSchema,
  HEARTBEAT_INTERVAL_S,
  HEARTBEAT_LIFETIME_S,
  heartbeatSchema,
  helloSchema,
  minerFrameSchema,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  sessionFrameSchema,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { REFUSAL_CODES, refusalSentence } from '#protocol/refusal.ts';
import { BINDING_LIFETIME_S } from '#protocol/signed/peerBinding.ts';
import {
  ASSIGNMENT,
  AUDIT_NOTICE,
  OPERATOR_CONSENT,
  PEER_BINDING,
  RECEIPT,
  SEALED_VOTE,
  SHARED_REMOVAL,
  TASK_RESULT,
  VOUCHER,
} from '#protocol/signed/typedData.ts';
import { LEASE_S, MAX_ATTEMPTS, START_S, TAKE_TIMEOUT_S, TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { code, type Row, type Tables, table } from '#tools/docs/tables.ts';

const fieldsOf = (schema: z.ZodObject): string => Object.keys(schema.shape).map(code).join(', ');

const HEARD_BY: Record<(typeof GOSSIP_KINDS)[number], readonly [from: string, to: string]> = {
  assignment: ['a coordinator', 'the miners of its shard'],
  receipt: ['a coordinator', 'any peer that listens'],
  audit: ['a coordinator', 'the miners of its shard'],
};

const topics = (): string =>
  table(
    ['topic', 'sent by', 'heard by', 'fields'],
    GOSSIP_KINDS.map((kind) => [code(kind), ...HEARD_BY[kind], fieldsOf(gossipSchemas[kind])]),
  );

function framesOf(protocol: string, from: string, schemas: readonly z.ZodObject[]): Row[] {
  return schemas.map((option) => {
    const { type, ...fields } = option.shape as Record<string, z.ZodType>;
    return [
      code(protocol),
      from,
      code((type as z.ZodLiteral<string>).value),
      Object.keys(fields).map(code).join(', '),
    ];
  });
}

const frames = (): string =>
  table(
    ['protocol', 'from', 'frame', 'fields'],
    [
      [code(SESSION_PROTOCOL), 'miner', 'hello (no `type`)', fieldsOf(helloSchema)],
      ...framesOf(SESSION_PROTOCOL, 'miner', [heartbeatSchema]),
      ...framesOf(SESSION_PROTOCOL, 'coordinator', sessionFrameSchema.options),
      ...framesOf(TASK_PROTOCOL, 'miner', minerFrameSchema.options),
      ...framesOf(TASK_PROTOCOL, 'coordinator', coordinatorFrameSchema.options),
      ...framesOf(COURT_PROTOCOL, 'miner', jurorFrameSchema.options),
      ...framesOf(COURT_PROTOCOL, 'coordinator', courtFrameSchema.options),
    ],
  );

const DOMAINS: readonly [domain: string, types: Record<string, readonly { name: string; type: string }[]>][] =
  [
    ['Cuckoo Staking', OPERATOR_CONSENT],
    ['Cuckoo Protocol', PEER_BINDING],
    ['Cuckoo Protocol', ASSIGNMENT],
    ['Cuckoo Protocol', TASK_RESULT],
    ['Cuckoo Protocol', RECEIPT],
    ['Cuckoo Protocol', AUDIT_NOTICE],
    ['Cuckoo Protocol', SHARED_REMOVAL],
    ['Cuckoo Payments', VOUCHER],
    ['Cuckoo Juries', SEALED_VOTE],
  ];

const structs = (): string =>
  table(
    ['struct', 'domain', 'fields in order'],
    DOMAINS.map(([domain, types]) => {
      const [name, fields] = Object.entries(types)[0]!;
      return [code(name), domain, fields.map((field) => code(`${field.type} ${field.name}`)).join(', ')];
    }),
  );

/** Every limit of the protocol: its name, its value and what it counts. */
export const LIMITS: readonly (readonly [name: string, value: number, unit: string])[] = [
  ['gossip message', GOSSIP_BYTES, 'bytes'],
  ['report of a wrong draw', DRAW_REPORT_BYTES, 'bytes'],
  ['session frame', SESSION_FRAME_BYTES, 'bytes'],
  ['task frame', TASK_FRAME_BYTES, 'bytes'],
  ['request', TASK_LIMIT.requestBytes, 'bytes'],
  ['result', TASK_LIMIT.resultBytes, 'bytes'],
  ['start picture', TASK_LIMIT.initBytes, 'bytes'],
  ['preview', TASK_LIMIT.previewBytes, 'bytes'],
  ['prompt, or content of a chat message', TASK_LIMIT.promptCharacters, 'characters'],
  ['chat messages', TASK_LIMIT.messages, 'messages'],
  ['stop strings', TASK_LIMIT.stopStrings, 'strings'],
  ['stop string', TASK_LIMIT.stopCharacters, 'characters'],
  ['answer', TASK_LIMIT.maxTokens, 'tokens'],
  ['log-probabilities per token', TASK_LIMIT.topLogprobs, 'tokens'],
  ['steps', TASK_LIMIT.steps, 'steps'],
  ['side of a picture', TASK_LIMIT.pixelsPerSide, 'pixels'],
  ['side of a preview', TASK_LIMIT.previewPixelsPerSide, 'pixels'],
  ['previews', TASK_LIMIT.previews, 'pictures'],
  ['batch size in an offer', MAX_OFFERED_BATCH_SIZE, 'tasks'],
  ['miners passed over in an assignment', MAX_PASSED, 'miners'],
];

const limits = (): string =>
  table(
    ['limit', 'largest', 'unit'],
    LIMITS.map(([name, value, unit]) => [name, value.toLocaleString('en-US'), unit]),
  );

const times = (): string =>
  table(
    ['time', 'seconds'],
    [
      ['between two heartbeats', HEARTBEAT_INTERVAL_S],
      ['silence after which a miner is away', HEARTBEAT_LIFETIME_S],
      ['life of a peer binding', BINDING_LIFETIME_S],
      ['difference of two honest clocks', CLOCK_SKEW_S],
      ['maximum age of a receipt', RECEIPT_MAX_AGE_S],
      ['until an assignment must be taken', TAKE_TIMEOUT_S],
      ['silence that ends a lease', LEASE_S],
      ['until a taken task must show progress', START_S],
      ['life of a task', TASK_LIFETIME_S],
    ].map(([name, seconds]) => [String(name), seconds!.toLocaleString('en-US')]),
  );

const refusals = (): string =>
  table(
    ['code', 'meaning'],
    REFUSAL_CODES.map((refusal) => [code(refusal), refusalSentence(refusal)]),
  );

/** The tables of docs/protocol.md. */
export const PROTOCOL_TABLES: Tables = {
  topics,
  frames,
  structs,
  limits,
  times,
  refusals,
  attempts: () => table(['', 'largest'], [['attempts at a task', String(MAX_ATTEMPTS)]]),
};
