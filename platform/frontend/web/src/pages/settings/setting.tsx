import { useId, type ReactNode } from 'react';
import type { Loaded } from '../../calls/use-loaded';
import { Button } from '../../design/button';
import { Alert, Skeleton } from '../../design/notices';

/** One of the regions of the settings. */
export function Setting({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card setting" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface LoadedSettingProps<T> {
  loaded: Loaded<T>;
  /** What is being loaded, in words. */
  of: string;
  onAgain: () => void;
  children: (value: T) => ReactNode;
}

/** A setting's content, or what stands there until it is loaded. */
export function LoadedSetting<T>({ loaded, of, onAgain, children }: LoadedSettingProps<T>) {
  if (loaded.kind === 'loading') return <Skeleton lines={3} of={of} />;
  if (loaded.kind === 'ready') return children(loaded.value);
  return (
    <Alert reference={loaded.reference}>
      <p>{loaded.sentence}</p>
      <Button look="quiet" small onClick={onAgain}>
        Try again
      </Button>
    </Alert>
  );
}
