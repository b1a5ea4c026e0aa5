import { Component, type ReactNode } from 'react';
import { t } from '#web/language/translate.ts';
import { isMining } from '#web/mining/miningSignal.ts';
import { hasMissingPart, reloadThisPageOnceReplaced } from '#web/offline/missingPart.ts';

/** Catches errors while a page renders, including parts of the app that did not load. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  #stopWaiting: () => void = () => undefined;

  /** Without the page the shell goes on: it may wait for the version that has the part. */
  override componentDidCatch(error: unknown) {
    console.debug('a page failed', error);
    if (hasMissingPart()) this.#stopWaiting = reloadThisPageOnceReplaced(isMining);
  }

  override componentWillUnmount() {
    this.#stopWaiting();
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="notice" role="alert">
        <h1>{t('shell.pageBoundary.thisPageFailed')}</h1>
        <p>{t('shell.pageBoundary.partOfItCould')}</p>
        {hasMissingPart() && <p>{t('shell.pageBoundary.reloadsByItself')}</p>}
        <button type="button" className="button primary" onClick={() => window.location.reload()}>
          {t('shell.pageBoundary.reload')}
        </button>
      </div>
    );
  }
}
