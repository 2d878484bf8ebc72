import { useEffect, useRef, type ReactNode } from 'react';
import { PRODUCT } from '../product';
import { isFirstPage } from '../router/location';
import { Header } from './header';
import { ServiceNotice } from './service-notice';

interface PageProps {
  /** What the browser's tab says. */
  title: string;
  /** How the page is laid out. */
  shape?: 'wide' | 'narrow' | 'chat' | 'landing';
  /** Beside the main part. */
  aside?: ReactNode;
  children: ReactNode;
}

/** What every page has: the way past the header, the header, the service notice, and the main part. */
export function Page({ title, shape = 'wide', aside, children }: PageProps) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
  }, [title]);
  useEffect(() => {
    // Whoever hears the page is told where they are now. The browser itself does so for the first page.
    if (!isFirstPage()) main.current?.querySelector('h1')?.focus();
  }, []);
  return (
    <div className={`page page--${shape}`}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Header />
      <ServiceNotice />
      {aside}
      <main id="content" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** The page's heading, which is told of when the page changes. */
export function Heading({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <h1 tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
