import type { ReactNode } from 'react';
import { Icon } from './icons';

/** Something did not work: read out at once. `reference` is what support asks for, where it is a matter for support. */
export function Alert({
  id,
  reference,
  children,
}: {
  id?: string;
  reference?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="alert" role="alert" id={id}>
      <Icon name="warning" />
      <div className="alert__body">
        {children}
        <Reference to={reference} />
      </div>
    </div>
  );
}

/** What support asks for; nothing where there is nothing to ask for. */
export function Reference({ to }: { to: string | undefined }) {
  if (to === undefined) return null;
  return (
    <p className="reference">
      Reference: <code>{to}</code>
    </p>
  );
}

/** Something to know: read out when there is a pause. */
export function Note({
  good = false,
  name,
  children,
}: {
  good?: boolean;
  name?: string;
  children: ReactNode;
}) {
  return (
    <div className={`alert ${good ? 'alert--good' : 'alert--note'}`} role="status" aria-label={name}>
      <Icon name={good ? 'check' : 'info'} />
      <div className="alert__body">{children}</div>
    </div>
  );
}

/** Beside a button: what it did. The element is there before its words, so that they are read out. */
export function Saved({ children }: { children?: ReactNode }) {
  return (
    <span className="saved" role="status">
      {children && <Icon name="check" />}
      {children}
    </span>
  );
}

/** Stands where something is being loaded. */
export function Skeleton({ lines, of }: { lines: number; of: string }) {
  return (
    <div className="skeleton">
      <p className="visually-hidden">Loading {of}</p>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
