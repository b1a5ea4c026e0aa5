import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import { probeAttention } from '#inference/conformance/attentionProbe.ts';
import type { AuditedWork, LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { DeviceHealth } from '#miner/gpu/deviceHealth.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { requireFeatures } from '#miner/gpu/gpuFitness.ts';
import type {
  AdapterInfo,
  ConformanceReport,
  LoadProgress,
  PaceReport,
  Workarounds,
} from '#miner/gpu/gpuProtocol.ts';
import { installLoopVariableWorkaround, requestComputeDevice } from '#miner/gpu/kernelWorkarounds.ts';
import { countStaleLoopVariables } from '#miner/gpu/loopVariableProbe.ts';
import { createWebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';
import { ModelSite } from '#miner/models/modelSite.ts';
import { ModelStore } from '#miner/models/modelStore.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const ATTENTION_PROBE = 'attention-probe.onnx';
/** Right back ends are within 1e-6 of float64, wrong ones beyond 1e-2. */
const ATTENTION_TOLERANCE = 1e-4;

interface GpuEngineDeps {
  adapter: GPUAdapter;
  runtime: Runtime;
  device: GPUDevice;
  health: DeviceHealth;
  modelsUrl: string;
}

/**
 * One device with its loaded models. Calls come one at a time, but for runs of one text model; after a
 * GpuError of `ENDS_WORKER` none comes.
 */
export class GpuEngine {
  readonly info: AdapterInfo;
  readonly #device: GPUDevice;
  readonly #health: DeviceHealth;
  readonly #runtime: Runtime;
  readonly #site: ModelSite;
  readonly #store: ModelStore;
  readonly #models = new Map<string, LoadedModel>();
  #backEndProven = false;

  private constructor({ adapter, runtime, device, health, modelsUrl }: GpuEngineDeps) {
    const { vendor, architecture, description, isFallbackAdapter, subgroupMinSize } = adapter.info;
    this.info = {
      vendor,
      architecture,
      description,
      isFallback: isFallbackAdapter,
      subgroupMinSize,
      features: new Set(device.features),
    };
    this.#device = device;
    this.#health = health;
    this.#runtime = runtime;
    this.#site = new ModelSite(modelsUrl);
    this.#store = new ModelStore(this.#site);
  }

  /**
   * @param onFailed told once when the device is lost or reports an error; the engine is of no more use then
   * @throws GpuError NO_WEBGPU, NO_ADAPTER, SESSION_FAILED
   */
  static async start(
    modelsUrl: string,
    workarounds: Workarounds,
    onFailed: (error: GpuError) => void,
  ): Promise<GpuEngine> {
    // Absent in browsers without WebGPU, although the type says otherwise.
    const gpu = navigator.gpu as GPU | undefined;
    if (!gpu)
      throw new GpuError(
        'NO_WEBGPU',
        'This browser has no WebGPU. Use a recent Chrome, Edge, Safari or Firefox.',
      );
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) {
      throw new GpuError(
        'NO_ADAPTER',
        'WebGPU found no graphics adapter: check that hardware acceleration is on.',
      );
    }
    if (workarounds.zeroLoopVariables) installLoopVariableWorkaround();
    const device = await requestComputeDevice(adapter, workarounds);
    const health = new DeviceHealth(device, onFailed);
    return new GpuEngine({ adapter, runtime: await createWebgpuRuntime(device), device, health, modelsUrl });
  }

  /** @throws ModelStoreError, InferenceError, GpuError GPU_UNFIT, SESSION_FAILED */
  async load(modelId: string, onProgress: (progress: LoadProgress) => void): Promise<void> {
    if (this.#models.has(modelId)) return;
    const published = await this.#site.model(modelId);
    requireFeatures(published.manifest, this.#device.features);
    // Ended by the end of the worker only: what is on disk by then is not lost.
    const { signal } = new AbortController();
    await this.#store.complete(published, { verify: true, onProgress, signal });
    const readFile = (path: string) => this.#store.read(published, path);
    const model = await this.#health.guard(() =>
      loadModel(published.manifest, readFile, this.#runtime, (done, total) =>
        onProgress({ stage: 'compile', done, total }),
      ),
    );
    this.#models.set(modelId, model);
  }

  /** Proves the back end once, then the model. @throws GpuError CONFORMANCE_FAILED */
  async conformance(modelId: string): Promise<ConformanceReport> {
    const model = this.#model(modelId);
    await this.#health.guard(() => this.#proveBackEnd());
    const { relativeL2, mismatches } = await this.#health.guard(() => model.check());
    const { tolerance } = model.manifest.conformance;
    if (!(relativeL2 <= tolerance) || mismatches > 0) {
      throw new GpuError(
        'CONFORMANCE_FAILED',
        `This GPU gives wrong numbers for ${modelId}: relative error ${relativeL2.toExponential(1)}, ` +
          `allowed ${tolerance}; ${mismatches} wrong words.`,
        { details: { relativeL2, tolerance, mismatches } },
      );
    }
    return { modelId, manifest: manifestHash(model.manifest), relativeL2, tolerance };
  }

  /** Finds out how the model is best run here, once it has proven itself. */
  async calibrate(modelId: string): Promise<PaceReport> {
    const model = this.#model(modelId);
    const { maxBatchSize, units, seconds } = await this.#health.guard(() => model.calibrate());
    return {
      together: maxBatchSize,
      seconds,
      worthWei: (BigInt(units) * BigInt(model.manifest.unitPrice)).toString(),
      manifest: manifestHash(model.manifest),
    };
  }

  async unload(modelId: string): Promise<void> {
    const model = this.#models.get(modelId);
    if (model === undefined) return;
    this.#models.delete(modelId);
    await this.#health.guard(() => model.dispose());
  }

  async run(
    request: TaskRequest,
    onProgress: (progress: TaskProgress) => void,
    signal: AbortSignal,
  ): Promise<TaskOutcome> {
    const model = this.#model(request.model);
    return this.#health.guard(() => model.run(request, { onProgress, signal }));
  }

  async audit(
    work: AuditedWork,
    onProgress: (progress: TaskProgress) => void,
    signal: AbortSignal,
  ): Promise<AuditMeasure> {
    const model = this.#model(work.request.model);
    return this.#health.guard(() => model.audit(work, { onProgress, signal }));
  }

  #model(modelId: string): LoadedModel {
    const model = this.#models.get(modelId);
    if (!model) throw new GpuError('MODEL_NOT_LOADED', `${modelId} is not loaded.`);
    return model;
  }

  async #proveBackEnd(): Promise<void> {
    if (this.#backEndProven) return;
    const staleLoopVariables = await countStaleLoopVariables(this.#device);
    if (staleLoopVariables > 0) {
      throw new GpuError('CONFORMANCE_FAILED', 'This GPU driver leaves old values in loop variables.', {
        details: { staleLoopVariables },
      });
    }
    const relativeL2 = await probeAttention(this.#runtime, await this.#site.readBytes(ATTENTION_PROBE));
    if (!(relativeL2 <= ATTENTION_TOLERANCE)) {
      throw new GpuError(
        'CONFORMANCE_FAILED',
        `This GPU gives wrong numbers for attention: relative error ${relativeL2.toExponential(1)}, ` +
          `allowed ${ATTENTION_TOLERANCE}.`,
        { details: { relativeL2, tolerance: ATTENTION_TOLERANCE } },
      );
    }
    this.#backEndProven = true;
  }
}
