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
        <h1>This page broke</h1>
        <p>Part of this page could not be loaded. Your wallet and stake are not affected.</p>
        <button type="button" className="button primary" onClick={() => window.location.reload()}>
          Reload
        </button>
      </div>
    );
  }
}
