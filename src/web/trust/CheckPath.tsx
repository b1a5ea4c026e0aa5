import type { ReactNode } from 'react';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import '#web/trust/checkPath.css';

interface Station {
  name: MessageKey;
  what: MessageKey;
  /** How a result leaves the path here; the last station has no other way out. */
  exit: MessageKey | undefined;
  shape: ReactNode;
}

const STATIONS: readonly Station[] = [
  {
    ...{ name: 'trust.checkPath.result', what: 'trust.checkPath.resultWhat', exit: undefined },
    shape: <path d="M12 3c4 0 7 6 7 10.5S16 21 12 21s-7-3-7-7.5S8 3 12 3Zm-3 10 2.2 2.2L15 11" />,
  },
  {
    ...{ name: 'trust.checkPath.draw', what: 'trust.checkPath.drawWhat', exit: 'trust.checkPath.drawExit' },
    shape: <path d="M4 8 12 4l8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8" />,
  },
  {
    ...{ name: 'trust.checkPath.audit', what: 'trust.checkPath.auditWhat' },
    ...{ exit: 'trust.checkPath.auditExit' },
    shape: <path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L21 21M8 10.5l2 2 3.5-4" />,
  },
  {
    ...{ name: 'trust.checkPath.tab', what: 'trust.checkPath.tabWhat', exit: 'trust.checkPath.tabExit' },
    shape: <path d="M3 6h18v13H3V6Zm0 4h18M6 8h.01M9 8h.01" />,
  },
  {
    ...{ name: 'trust.checkPath.jury', what: 'trust.checkPath.juryWhat', exit: 'trust.checkPath.juryExit' },
    shape: <path d="M12 3v18M7 21h10M4 7h16M4 7l-2 6a3 3 0 0 0 5 0L4 7Zm16 0-2 6a3 3 0 0 0 5 0l-3-6Z" />,
  },
  {
    ...{ name: 'trust.checkPath.slash', what: 'trust.checkPath.slashWhat', exit: undefined },
    shape: <path d="M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM5 21 19 3" />,
  },
];

/**
 * The way of a result that is doubted, drawn. Its words are text in the order of the stations, so the picture
 * needs no other description.
 */
export function CheckPath() {
  return (
    <ol className="check-path card" aria-label={t('trust.checkPath.title')}>
      {STATIONS.map(({ name, what, exit, shape }) => (
        <li key={name}>
          <span className="station">
            <svg viewBox="0 0 24 24" width="30" height="30" aria-hidden="true">
              {shape}
            </svg>
          </span>
          <b>{t(name)}</b>
          <span>{t(what)}</span>
          {exit !== undefined && <span className="path-exit">{t(exit)}</span>}
        </li>
      ))}
    </ol>
  );
}
