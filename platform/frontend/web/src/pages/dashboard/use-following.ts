import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** From the end, in pixels, that still counts as the end. */
const CLOSE = 64;

/** Keeps a scrolled box at its end while its content grows, unless the person scrolled up to read. */
export function useFollowing<E extends HTMLElement>(
  content: unknown,
  subject: unknown,
): { box: RefObject<E | null>; isFollowing: boolean; follow: () => void } {
  const box = useRef<E>(null);
  const following = useRef(true);
  const [isFollowing, setFollowing] = useState(true);

  const toEnd = useCallback(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  const follow = useCallback(() => {
    following.current = true;
    setFollowing(true);
    toEnd();
  }, [toEnd]);

  useEffect(() => {
    const scrolled = box.current;
    if (!scrolled) return undefined;
    const look = () => {
      following.current = scrolled.scrollHeight - scrolled.scrollTop - scrolled.clientHeight < CLOSE;
      setFollowing(following.current);
    };
    scrolled.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    resized.observe(scrolled);
    return () => {
      scrolled.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [toEnd]);
  // Another conversation begins at its end, wherever the one before was read.
  useLayoutEffect(follow, [subject, follow]);
  useLayoutEffect(() => {
    if (following.current) toEnd();
  }, [content, toEnd]);
  return { box, isFollowing, follow };
}
