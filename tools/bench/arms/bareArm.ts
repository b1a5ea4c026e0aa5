import type { Tensor } from 'onnxruntime-web';
import { cacheSlots } from '#inference/decoder/cacheSlots.ts';
import { fitDecoderGraph, LENGTH_INPUT, LOGITS_FROM_INPUT } from '#inference/decoder/decoderGraph.ts';
import { DynamicCache } from '#inference/decoder/dynamicCache.ts';
import { InPlaceCache } from '#inference/decoder/inPlaceCache.ts';
import type { KvCache } from '#inference/decoder/kvCache.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import type { Arm } from '#tools/bench/arms/armProtocol.ts';
import { openGraph } from '#tools/bench/arms/armRuntime.ts';

/**
 * A bare loop of `session.run` over the engine's graph and buffers: inputs made beforehand, the last row of
 * logits read through one buffer, its argmax taken.
 */
export async function openBareArm(modelUrl: string): Promise<Arm> {
  const { runtime, graph, context } = await openGraph(modelUrl);
  const device = runtime.device!;
  const { model, attendsInPlace, shapesOnCpu } = fitDecoderGraph(graph.model, DECODER_IO);
  const session = await runtime.createSession({ ...graph, model, shapesOnCpu }, true);
  const slots = cacheSlots(session, DECODER_IO);
  const ones = new BigInt64Array(context).fill(1n);
  let staging: GPUBuffer | undefined;
  return {
    run: async (prompt, count) => {
      const feeds: Record<string, Tensor> = {};
      const fetches: Record<string, Tensor | null> = { logits: null };
      const cache: KvCache = attendsInPlace
        ? new InPlaceCache({ runtime, slots, feeds, fetches, context })
        : new DynamicCache({ runtime, slots, feeds });
      if (!attendsInPlace) for (const { present } of slots) fetches[present] = null;
      const inputs = Array.from({ length: count }, (_, i) => {
        const length = prompt.length + i;
        const added = i === 0 ? prompt : [0];
        const ids = new runtime.Tensor('int64', BigInt64Array.from(added, BigInt), [1, added.length]);
        const all: Record<string, Tensor> = {
          input_ids: ids,
          attention_mask: new runtime.Tensor('int64', ones.subarray(0, length), [1, length]),
          position_ids: new runtime.Tensor(
            'int64',
            BigInt64Array.from(added, (_id, at) => BigInt(length - added.length + at)),
            [1, added.length],
          ),
          [LENGTH_INPUT.lastKey]: new runtime.Tensor('int32', Int32Array.of(length - 1), [1]),
          [LENGTH_INPUT.keyCount]: new runtime.Tensor('int32', Int32Array.of(length), [1]),
          [LOGITS_FROM_INPUT]: new runtime.Tensor('int64', BigInt64Array.of(-1n), [1]),
          num_logits_to_keep: new runtime.Tensor('int64', BigInt64Array.of(1n), []),
        };
        return {
          ids: ids.data as BigInt64Array,
          feeds: Object.fromEntries(
            Object.entries(all).filter(([name]) => session.inputNames.includes(name)),
          ),
        };
      });
      const tokens: number[] = [];
      const started = performance.now();
      let prefilled = started;
      for (const [i, input] of inputs.entries()) {
        if (i > 0) input.ids[0] = BigInt(tokens[i - 1]!);
        Object.assign(feeds, input.feeds);
        cache.prepare(prompt.length + i);
        const outputs = await session.run(feeds, fetches);
        cache.accept(outputs);
        const logits = outputs.logits!;
        const bytes = logits.dims[2]! * 4;
        staging ??= device.createBuffer({
          size: bytes,
          usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        });
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(
          logits.gpuBuffer as GPUBuffer,
          (logits.dims[1]! - 1) * bytes,
          staging,
          0,
          bytes,
        );
        device.queue.submit([encoder.finish()]);
        await staging.mapAsync(GPUMapMode.READ);
        tokens.push(argmax(new Float32Array(staging.getMappedRange())));
        staging.unmap();
        logits.dispose();
        if (i === 0) prefilled = performance.now();
      }
      const decodeMs = performance.now() - prefilled;
      cache.dispose();
      return { tokens, prefillMs: prefilled - started, decodeMs };
    },
  };
}
