import { encode as encodePng } from 'fast-png';
import { hexToBytes, keccak256, toHex } from 'viem';
import { partBytesOf } from '#coordinator/audit/wantedParts.ts';
import { isImageModel } from '#coordinator/catalogue/modelCatalogue.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { ImageRequest, TaskRequest } from '#protocol/task/taskRequest.ts';

/**
 * A model that costs nothing to compute: its picture has one colour, which follows from prompt and seed. A
 * forger's is grey.
 */

export const MODEL = 'draw';
const GREY = 128;
/** Measured where a picture is not the model's, as a share of the bound. */
const FAR = 9;

function manifestOf() {
  const model = testCatalogue().find(MODEL);
  if (model === undefined || !isImageModel(model)) throw new Error('The test catalogue has no image model.');
  return model.manifest;
}

export const MANIFEST = manifestHash(manifestOf());

const colourOf = ({ prompt, seed }: ImageRequest): readonly number[] =>
  [...hexToBytes(keccak256(toHex(`${seed} ${prompt}`)))].slice(0, 3);

function pictureOf({ width, height }: ImageRequest, colour: readonly number[]): Uint8Array<ArrayBuffer> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => colour[at % 3]!);
  return new Uint8Array(encodePng({ width, height, channels: 3, depth: 8, data }));
}

/** What a miner's GPU gives. @throws when the task is not the model's */
export function computed(request: TaskRequest, isForged: boolean): TaskOutcome {
  if (request.kind !== 'image') throw new Error('The model makes images.');
  const colour = isForged ? [GREY, GREY, GREY] : colourOf(request);
  const bytes = partBytesOf(manifestOf(), request);
  const trace = Array.from({ length: request.steps + 1 }, (_, part) =>
    new Uint8Array(bytes).fill(colour[0]! + part),
  );
  return { result: { kind: 'image', png: pictureOf(request, colour) }, trace, seconds: 1 };
}

/** Computes a result again. */
export function measured({ request, result }: AuditedWork): AuditMeasure {
  const honest = computed(request, false).result;
  const isRight =
    honest.kind === 'image' &&
    result.kind === 'image' &&
    Buffer.from(honest.png).equals(Buffer.from(result.png));
  return { measures: { step: { value: isRight ? 0 : FAR, bound: 1 } } };
}
