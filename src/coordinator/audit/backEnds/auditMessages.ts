import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** A model that the auditing thread may load. */
export interface AuditedModel {
  manifest: Manifest;
  /** The folder with the manifest's files. */
  folder: string;
}

/** What the thread computes with. */
export type AuditBackEnd = 'cpu' | 'wasm';

export interface AuditThreadData {
  models: readonly AuditedModel[];
  backEnd: AuditBackEnd;
}

/** Two results of the same request. */
export interface ComparedResults {
  readonly request: TaskRequest;
  readonly one: TaskResult;
  readonly other: TaskResult;
}

/** A call of the thread: to compute a result again, or only to compare two. */
export type AuditCall = { audit: AuditedWork } | { compare: ComparedResults };

/** The thread's answer to a call. */
export type AuditReply = { measure: AuditMeasure } | { error: string };
