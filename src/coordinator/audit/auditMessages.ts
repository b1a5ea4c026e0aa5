import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';

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

/** The thread's answer to a call. */
export type AuditReply = { measure: AuditMeasure } | { error: string };
