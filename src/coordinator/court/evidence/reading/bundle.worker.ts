import { parentPort, workerData } from 'node:worker_threads';
import { readBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** A thread that reads one bundle of evidence at a time. What it cannot read ends it. */

const network = workerData as NetworkIdentity;
parentPort!.on('message', async (bytes: Uint8Array) =>
  parentPort!.postMessage(await readBundle(network, bytes)),
);
