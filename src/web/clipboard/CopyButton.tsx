import { useEffect, useState } from 'react';
import { t } from '#web/language/translate.ts';

/** How long the button says what became of it, in ms. */
const SAY_MS = 2_000;

const copied = (content: string | Blob): Promise<void> =>
  typeof content === 'string'
    ? navigator.clipboard.writeText(content)
    : navigator.clipboard.write([new ClipboardItem({ [content.type]: content })]);

/**
 * Copies a text or a picture.
 * @param what is copied, for those who do not see what it stands beside
 */
export function CopyButton({ content, what }: { content: string | Blob; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'barred' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAY_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    try {
      // A page that was not served over HTTPS has no clipboard at all.
      await copied(content);
      setOutcome('copied');
    } catch (error) {
      console.debug('copying', error);
      setOutcome('barred');
    }
  }

  return (
    <span className="copy">
      <span role="status" className={outcome === 'barred' ? 'warn' : 'muted'}>
        {outcome === 'copied' && t('shell.copyButton.copied')}
        {outcome === 'barred' && t('shell.copyButton.copyIsBarred')}
      </span>
      <button
        type="button"
        className="button small"
        aria-label={t('shell.copyButton.copyWhat', { what })}
        onClick={() => void copy()}
      >
        {t('shell.copyButton.copy')}
      </button>
    </span>
  );
}
