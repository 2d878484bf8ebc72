import { Component, type ReactNode } from 'react';
import { Button } from '../design/button';
import { PRODUCT } from '../product';

/** Stands in for pages that broke: a sentence and a way on, instead of an empty window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="page page--narrow">
        <header className="header">
          <a href="/" className="brand">
            {PRODUCT}
          </a>
        </header>
        <main id="content">
          <div className="sheet">
            <h1>Something went wrong on this page</h1>
            <p role="alert">
              Your chats are safe. Load the page again; if it keeps happening, try again later.
            </p>
            <Button onClick={() => globalThis.location.reload()}>Load the page again</Button>
          </div>
        </main>
      </div>
    );
  }
}
