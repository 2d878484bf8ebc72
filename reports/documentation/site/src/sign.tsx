import type { JSX } from 'preact';

/** Drawn, not written: a reader's font may not have these signs. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  stop: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 11.8l7.6-7.6',
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.1 8 10M8 12.4v.6',
  wave: 'M2.5 9.5c2-4 4-4 5.5-1.5s3.500 2.5 5.500-1.500',
  arrow: 'M2 8h11M9 4l4 4-4 4',
} as const;

export type SignName = keyof typeof PATHS;

export function Sign({ name }: { name: SignName }): JSX.Element {
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
