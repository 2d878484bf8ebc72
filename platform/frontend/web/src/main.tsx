import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { health, session } from './browser';
import './styles';
import { ErrorBoundary } from './layout/error-boundary';
import { MARK } from './session/session';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the application');

health.start();
void session.start();
globalThis.addEventListener('storage', ({ key, newValue }) => {
  if (key === MARK) void session.follow(newValue);
  // All of the storage was cleared.
  else if (key === null) void session.follow(null);
});

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
