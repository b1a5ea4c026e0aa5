import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditBackEnd } from '#coordinator/audit/backEnds/auditMessages.ts';
import { AuditorThread } from '#coordinator/audit/backEnds/auditorThread.ts';
import { type AuditMeasure, distanceOf } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';

const folder = fileURLToPath(new URL('../../../../public/models/stories15m/', import.meta.url));
const manifest = parseManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
const REQUEST: TextRequest = {
  ...{ kind: 'text', model: 'stories15m', messages: [{ role: 'user', content: 'a story about two cats' }] },
  ...{ maxTokens: 8, temperature: 0.8, topP: 0.9, stop: [], seed: 5 },
  ...{ manifest: `0x${'0'.repeat(64)}`, salt: `0x${'0'.repeat(32)}` },
};

let honest: AuditedWork;
beforeAll(async () => {
  const model = await loadModel(manifest, folderReader(folder), createNodeRuntime());
  const { result, trace } = await model.run(REQUEST);
  await model.dispose();
  honest = { request: REQUEST, result, parts: new Map(trace.entries()) };
});

const auditors: AuditorThread[] = [];
afterAll(() => Promise.all(auditors.map((auditor) => auditor.close())));

function start(options: { backEnd?: AuditBackEnd; auditMs?: number } = {}): AuditorThread {
  const auditor = new AuditorThread({ models: [{ manifest, folder }], backEnd: 'cpu', ...options });
  auditors.push(auditor);
  return auditor;
}
const distanceIn = (outcome: PromiseSettledResult<AuditMeasure> | undefined) =>
  outcome?.status === 'fulfilled' ? distanceOf(outcome.value) : undefined;
/** The same answer, said to come of another seed. */
const forged = (): AuditedWork => ({ ...honest, request: { ...REQUEST, seed: 6 } });

it.each<AuditBackEnd>(['cpu', 'wasm'])('tells an honest result from a forged one: %s', async (backEnd) => {
  const auditor = start({ backEnd });
  const unserved = { ...honest, request: { ...REQUEST, model: 'another' } };
  // All at once: they take turns, and what cannot be audited does not stop the others.
  const [right, unknown, unreadable, wrong] = await Promise.allSettled(
    [honest, unserved, null as unknown as AuditedWork, forged()].map((work) => auditor.audit(work)),
  );
  expect(unknown).toMatchObject({
    reason: { code: 'audit_failed', message: 'The audit failed: The model another is not served.' },
  });
  expect(unreadable).toMatchObject({ reason: { code: 'audit_failed' } });
  expect(distanceIn(right)).toBeLessThanOrEqual(1);
  expect(distanceIn(wrong)).toBeGreaterThan(1);
});

it('ends an audit that takes too long with its thread, and goes on with a new one', async () => {
  const auditor = start({ auditMs: 1 });
  await expect(auditor.audit(honest)).rejects.toMatchObject({ code: 'audit_too_slow' });
  await expect(auditor.audit(honest)).rejects.toMatchObject({ code: 'audit_too_slow' });
});

it('stops at once, and takes no work any more', async () => {
  const auditor = start();
  const running = expect(auditor.audit(honest)).rejects.toMatchObject({ code: 'auditor_stopped' });
  const waiting = expect(auditor.audit(honest)).rejects.toMatchObject({ code: 'auditor_stopped' });
  // The thread has begun.
  await new Promise((resolve) => setImmediate(resolve));
  await auditor.close();
  await running;
  await waiting;
  await expect(auditor.audit(honest)).rejects.toMatchObject({ code: 'auditor_stopped' });
});
