import './styles.css';
import './print.css';
import { render } from 'preact';
import type { SiteData } from '../../site-data';
import { App } from './app';
import { piece, takePiece } from './pieces';

declare global {
  interface Window {
    /** What the scripts in `data/` call. */
    livingDocumentation: typeof takePiece;
  }
}

window.livingDocumentation = takePiece;

void piece<SiteData>('site').then((site) => {
  const root = document.getElementById('app');
  if (!root) return;
  root.replaceChildren();
  render(<App site={site} />, root);
});
