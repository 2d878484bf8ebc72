import { health } from '../browser';
import { useObservable } from '../calls/use-observable';
import { Icon } from '../design/icons';
import { sentenceOn } from '../health/missing';

/** Says which part of the service is missing, for as long as it is. */
export function ServiceNotice() {
  const sentence = sentenceOn(useObservable(health.missing));
  return (
    <div className="service-notice" aria-live="polite">
      {sentence && (
        <p role="status" aria-label="Service notice">
          <Icon name="warning" />
          {sentence}
        </p>
      )}
    </div>
  );
}
