import type { GpuFinding } from '#web/gpu/gpuFinding.ts';
import { rich, t } from '#web/language/translate.ts';

/** What to do without a GPU, or with a software GPU. */
export function GpuHelp({ gpu, onLookAgain }: { gpu: GpuFinding | undefined; onLookAgain: () => void }) {
  if (gpu === undefined || (gpu.state === 'found' && !gpu.fallback)) return null;
  return (
    <div className="step-body hint">
      {gpu.state === 'found' && <p>{t('gpu.gpuHelp.thisBrowserUsesA')}</p>}
      {gpu.state === 'no-webgpu' ? (
        <p>{t('gpu.gpuHelp.thisNeedsWebgpuChrome')}</p>
      ) : (
        <p>{rich('gpu.gpuHelp.checkThatHardwareAcceleration', { code: (part) => <code>{part}</code> })}</p>
      )}
      <p>
        <a href="https://caniuse.com/webgpu" target="_blank" rel="noreferrer">
          {t('gpu.gpuHelp.whichBrowsersHaveWebgpu')}
        </a>
        {' · '}
        <a href="https://webgpureport.org" target="_blank" rel="noreferrer">
          {t('gpu.gpuHelp.whatThisBrowserOffers')}
        </a>
      </p>
      {gpu.state === 'no-adapter' && (
        <button type="button" className="button small" onClick={onLookAgain}>
          {t('gpu.gpuHelp.lookAgain')}
        </button>
      )}
    </div>
  );
}
