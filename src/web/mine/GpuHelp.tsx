import type { GpuFinding } from '#web/mine/gpuFinding.ts';

/** What to do where there is no GPU to mine on. */
export function GpuHelp({ gpu }: { gpu: GpuFinding | undefined }) {
  if (gpu === undefined || gpu.state === 'found') return null;
  return (
    <div className="step-body hint">
      {gpu.state === 'no-webgpu' ? (
        <p>
          Mining needs WebGPU. Chrome and Edge have it from version 113, Firefox from 141 on Windows, Safari from 26.
          A page that is neither on https nor on localhost gets none.
        </p>
      ) : (
        <p>
          See that hardware acceleration is on in the browser’s settings and that the graphics driver is up to date; a
          restart of the browser helps after a driver crash.
        </p>
      )}
      <p>
        <a href="https://caniuse.com/webgpu" target="_blank" rel="noreferrer">
          Which browsers have WebGPU
        </a>
        {' · '}
        <a href="https://webgpureport.org" target="_blank" rel="noreferrer">
          What this browser offers
        </a>
      </p>
    </div>
  );
}
