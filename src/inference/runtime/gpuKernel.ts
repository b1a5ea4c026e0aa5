/** A compute shader of the engine's own: its entry point `main`, its buffers in the first group, in order. */
export class GpuKernel {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;

  private constructor(device: GPUDevice, pipeline: GPUComputePipeline) {
    this.#device = device;
    this.#pipeline = pipeline;
  }

  /** @returns undefined where the GPU cannot do it: nobody depends on it */
  static async compile(device: GPUDevice, code: string): Promise<GpuKernel | undefined> {
    // An error that nobody takes ends the device.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code });
    const compiled = device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    const [pipeline] = await Promise.all([compiled.catch(() => undefined), device.popErrorScope()]);
    return pipeline && new GpuKernel(device, pipeline);
  }

  /** Submits a run, behind all that was submitted before. */
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
