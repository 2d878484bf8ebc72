import { useCallback } from 'react';
import { session } from '../../browser';
import { useLoaded } from '../../calls/use-loaded';
import { dayOf } from '../../layout/dates';
import { LoadedSetting, Setting } from './setting';

interface Usage {
  plan: string;
  used: number;
  /** Null where there is none. */
  limit: number | null;
  resets_at: string;
}

export function PlanSetting() {
  const { loaded, again } = useLoaded(useCallback(() => session.call<Usage>({ path: '/api/usage' }), []));
  return (
    <Setting title="Plan">
      <LoadedSetting loaded={loaded} of="your plan" onAgain={again}>
        {({ plan, used, limit, resets_at }) => (
          <>
            <p className="plan__name">{plan} plan</p>
            {limit === null ? (
              <p>{used} messages used</p>
            ) : (
              <>
                <progress className="plan__meter" value={used} max={limit} aria-label="Messages used" />
                <p>
                  {used} of {limit} messages used
                </p>
              </>
            )}
            <p className="field__hint">It starts anew on {dayOf(resets_at)}.</p>
          </>
        )}
      </LoadedSetting>
    </Setting>
  );
}
