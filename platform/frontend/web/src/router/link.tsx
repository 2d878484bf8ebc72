import { useEffect, type ComponentProps, type MouseEvent } from 'react';
import { go, type Place } from './location';

/** A link to another page, followed without loading anything anew. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (elsewhere || event.defaultPrevented) return;
    event.preventDefault();
    go(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}

/** Stands for a page that sends people on to another one. */
export function Redirect({ to, memory = {} }: { to: string; memory?: Place['memory'] }) {
  useEffect(() => go(to, { replace: true, memory }));
  return null;
}
