/**
 * A compute shader of the engine. Its entry point is `main`; its buffers are bound to group 0, in order.
 * @example
 * const kernel = await GpuKernel.compile(device, wgsl);
 * kernel?.run([input, output], workgroups);
 */
export class GpuKernel {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;

  private constructor(device: GPUDevice, pipeline: GPUComputePipeline) {
    this.#device = device;
    this.#pipeline = pipeline;
  }

  /** @returns undefined where the GPU cannot run it: every kernel has a substitute on the CPU */
  static async compile(device: GPUDevice, code: string): Promise<GpuKernel | undefined> {
    // The engine gives a device up on an uncaptured error, so this one is captured.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code });
    const compiled = device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    const [pipeline] = await Promise.all([compiled.catch(() => undefined), device.popErrorScope()]);
    return pipeline && new GpuKernel(device, pipeline);
  }

  /** Submits a run. It starts after everything that was submitted before. */
  run(buffers: readonly GPUBuffer[], workgroups: number): void {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(
      0,
      this.#device.createBindGroup({ layout: this.#pipeline.getBindGroupLayout(0), entries }),
    );
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }
}
