import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import { admissionBound } from '#inference/bounds/bounds.ts';
import type { DeviceClass } from '#inference/bounds/deviceClass.ts';
import { Admission } from '#inference/conformance/admission.ts';
import { admit, type TestScope } from '#inference/conformance/admit.ts';
import { probeAttention } from '#inference/conformance/attentionProbe.ts';
import type { AuditedWork, LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { DeviceHealth } from '#miner/gpu/deviceHealth.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { requireFeatures } from '#miner/gpu/gpuFitness.ts';
import type {
  AdapterInfo,
  ConformanceReport,
  LoadProgress,
  PaceReport,
  TestProgress,
  Workarounds,
} from '#miner/gpu/gpuProtocol.ts';
import { installLoopVariableWorkaround, requestComputeDevice } from '#miner/gpu/kernelWorkarounds.ts';
import { countStaleLoopVariables } from '#miner/gpu/loopVariableProbe.ts';
import { createWebgpuRuntime, type WebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';
import { ModelSite } from '#miner/models/modelSite.ts';
import { ModelStore } from '#miner/models/modelStore.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const ATTENTION_PROBE = 'attention-probe.onnx';
/** Right back ends are within 1e-6 of float64, wrong ones beyond 1e-2. */
const ATTENTION_TOLERANCE = 1e-4;

interface GpuEngineDeps {
  adapter: GPUAdapter;
  runtime: WebgpuRuntime;
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
  readonly #runtime: WebgpuRuntime;
  readonly #site: ModelSite;
  readonly #store: ModelStore;
  readonly #models = new Map<string, LoadedModel>();
  /** Of models whose test inputs have begun to run. */
  readonly #admissions = new Map<string, Admission>();
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
      engine: runtime.engine,
      userAgent: navigator.userAgent,
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

  /** Proves the back end once, then the model with test inputs. @throws GpuError CONFORMANCE_FAILED */
  async conformance(
    modelId: string,
    scope: TestScope,
    onProgress: (progress: TestProgress) => void,
  ): Promise<ConformanceReport> {
    const { manifest } = this.#model(modelId);
    await this.#health.guard(() => this.#proveBackEnd());
    const admission = this.#admissionOf(modelId);
    const { total } = admission;
    const onInput = () => onProgress({ done: admission.done, total });
    const bound = admissionBound(manifest, this.#deviceClass);
    const verdict = await this.#health.guard(() =>
      admit(admission, { scope, model: manifest.name, bound, onInput }),
    );
    const { inputs, wrong, furthest, mismatches, repeat = 0, refusal } = verdict;
    if (refusal !== undefined) {
      throw new GpuError('CONFORMANCE_FAILED', refusal, {
        details: { inputs, wrong, relativeL2: furthest, tolerance: bound, mismatches, repeat },
      });
    }
    const tests = { done: admission.done, total };
    return { modelId, manifest: manifestHash(manifest), tests, relativeL2: furthest, tolerance: bound };
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
    this.#admissions.delete(modelId);
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

  /** The one under way. One that is complete begins anew: who asks again wants to know again. */
  #admissionOf(modelId: string): Admission {
    const begun = this.#admissions.get(modelId);
    if (begun !== undefined && begun.done < begun.total) return begun;
    const admission = new Admission(this.#model(modelId));
    this.#admissions.set(modelId, admission);
    return admission;
  }

  get #deviceClass(): DeviceClass {
    const { vendor, architecture } = this.info;
    return { vendor, architecture, backEnd: 'webgpu', engine: this.#runtime.engine };
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
