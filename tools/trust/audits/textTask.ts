import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import type { OpenText, TextArm } from '#tools/trust/audits/textArm.ts';

export type TextClaim = Extract<TaskResult, { kind: 'text' }>;

/** A task, and its honest result. */
export interface TextTask {
  readonly arm: TextArm;
  readonly model: OpenText;
  readonly request: TextRequest;
  readonly honest: TextClaim;
  readonly index: number;
}
