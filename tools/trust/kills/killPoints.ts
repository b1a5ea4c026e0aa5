import { toFunctionSelector } from 'viem';
import { getAbiItem } from 'viem/utils';
import { juriesAbi } from '#chain/generated/contracts.ts';

/** Just before a step is durable, or just after, when nobody has been told yet. */
export type Side = 'before' | 'after';

/** Where a step of the story can be seen from outside. */
export type Moment =
  /** A statement on the database, matched against its text and its parameters. */
  | { readonly kind: 'statement'; readonly pattern: string }
  /** A transaction of the operator key, on its way to the chain's node. */
  | { readonly kind: 'transaction'; readonly call: string }
  /** A request for a block. */
  | { readonly kind: 'block' }
  /** A computation of an auditor. */
  | { readonly kind: 'audit'; readonly backEnd: string }
  /** What a tab stores. */
  | { readonly kind: 'tab'; readonly what: 'result' | 'vote' };

/** A step of the story. */
export interface Step {
  readonly name: string;
  readonly moment: Moment;
  /** The step counts only once this one has been seen: others look alike before it. */
  readonly since?: string;
}

/**
 * Who is killed. The chain's node comes back as it was when its state was last kept, without the blocks since
 * then, as after a power cut.
 */
export type Victim = 'coordinator' | 'chain' | 'both' | 'tab';

/** A moment at which somebody is killed. */
export interface KillPoint {
  readonly step: string;
  readonly side: Side;
  readonly victim: Victim;
}

const statement = (pattern: string): Moment => ({ kind: 'statement', pattern });
const transaction = (call: string): Moment => ({ kind: 'transaction', call });

const ACCEPTED = 'task accepted';
const DOUBTED = 'doubt noted';
const DISPUTED = 'verdict noted';
const OPENED = 'case opened';
const DRAWN = 'jury drawn';

/** A report, as the wallet stores it before it is sent. */
const REPORT = toFunctionSelector(getAbiItem({ abi: juriesAbi, name: 'open' }));

/** The story of a wrong result, step by step, in the order in which it happens. */
export const STEPS = [
  { name: ACCEPTED, moment: statement('insert into "tasks"') },
  { name: 'task assigned', moment: statement('insert into "attempts"'), since: ACCEPTED },
  { name: 'task taken', moment: statement('update "tasks" .*\\["running"'), since: ACCEPTED },
  { name: 'result signed', moment: { kind: 'tab', what: 'result' } },
  { name: 'result received', moment: statement('insert into "payments"') },
  { name: 'audit run', moment: { kind: 'audit', backEnd: 'first' } },
  { name: 'audit run on another back end', moment: { kind: 'audit', backEnd: 'second' } },
  { name: DOUBTED, moment: statement('update "audits" set "measures"') },
  { name: 'task ordered again', moment: statement('insert into "tasks"'), since: DOUBTED },
  { name: 'new task noted', moment: statement('update "audits" set "replacement"') },
  { name: 'evidence kept', moment: statement('insert into "evidence"') },
  { name: 'evidence noted', moment: statement('update "audits" set "evidence"') },
  { name: 'second result received', moment: statement('insert into "payments"'), since: DOUBTED },
  { name: DISPUTED, moment: statement('update "audits" .*\\["disputed"') },
  { name: 'second result paid', moment: statement('update "audits" .*\\["passed"'), since: DOUBTED },
  { name: 'deposit allowed', moment: transaction('approve') },
  { name: 'report stored before it is sent', moment: statement(`insert into "outgoing".*${REPORT}`) },
  { name: OPENED, moment: transaction('open') },
  { name: 'report seen in a block', moment: statement('delete from "outgoing"'), since: OPENED },
  { name: 'case noted', moment: statement('update "audits" set "case_id"') },
  { name: 'block of the jury asked for', moment: { kind: 'block' }, since: OPENED },
  { name: DRAWN, moment: transaction('draw') },
  { name: 'evidence served', moment: statement('from "evidence" where "evidence"."about"'), since: DRAWN },
  { name: 'vote sealed', moment: { kind: 'tab', what: 'vote' } },
  { name: 'sealed vote kept', moment: statement('insert into "votes".*do nothing') },
  { name: 'sealed vote sent', moment: transaction('commit') },
  { name: 'opened vote kept', moment: statement('insert into "votes".*do update') },
  { name: 'opened vote sent', moment: transaction('reveal') },
  { name: 'case settled', moment: transaction('settle') },
  { name: 'jurors paid', moment: transaction('pay') },
  { name: 'absent juror fined', moment: transaction('fine') },
  { name: 'channel of the second miner funded', moment: transaction('depositMany') },
] as const satisfies readonly Step[];

const SIDES: readonly Side[] = ['before', 'after'];

/** The coordinator's death on both sides of each of its steps. */
export const COORDINATOR_KILLS: readonly KillPoint[] = STEPS.filter(
  ({ moment }) => moment.kind !== 'tab',
).flatMap(({ name }) => SIDES.map((side) => ({ step: name, side, victim: 'coordinator' as const })));

/** The tabs' deaths around what they store before anybody sees it. */
export const TAB_KILLS: readonly KillPoint[] = STEPS.filter(({ moment }) => moment.kind === 'tab').flatMap(
  ({ name }) => SIDES.map((side) => ({ step: name, side, victim: 'tab' as const })),
);
