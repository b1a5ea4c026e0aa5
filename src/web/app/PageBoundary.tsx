import { Component, type ReactNode } from 'react';

/** Catches errors while a page renders, including parts of the app that did not load. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="notice" role="alert">
        <h1>This page failed</h1>
        <p>
          Part of it could not be loaded or shown. Your wallet and stake are not affected. Reload it to try
          again.
        </p>
        <button type="button" className="button primary" onClick={() => window.location.reload()}>
          Reload
        </button>
      </div>
    );
  }
}
