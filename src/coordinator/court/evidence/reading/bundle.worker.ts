import { parentPort, workerData } from 'node:worker_threads';
import { type BundleCall, readBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import { joinBundles } from '#coordinator/court/evidence/reading/joinBundles.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** A thread that reads one bundle of evidence at a time, or joins two. What it cannot read ends it. */

const network = workerData as NetworkIdentity;
parentPort!.on('message', async ([first, second]: BundleCall) =>
  parentPort!.postMessage(
    second === undefined ? await readBundle(network, first) : await joinBundles(network, first, second),
  ),
);
