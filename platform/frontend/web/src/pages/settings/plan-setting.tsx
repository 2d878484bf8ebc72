import { useCallback, useEffect } from 'react';
import { session } from '../../browser';
import { useLoaded } from '../../calls/use-loaded';
import { useObservable } from '../../calls/use-observable';
import { useSubmission } from '../../calls/use-submission';
import { Button } from '../../design/button';
import { Alert } from '../../design/notices';
import { dayOf } from '../../layout/dates';
import { useMember } from '../../member/member';
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
  useNewsOfPlan(loaded.kind === 'ready' ? loaded.value.plan : undefined, again);
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
            <OtherPlan plan={plan} />
          </>
        )}
      </LoadedSetting>
    </Setting>
  );
}

/** The payment provider's word comes when it comes, mostly after the page that one is sent back to. */
function useNewsOfPlan(shown: string | undefined, again: () => void): void {
  const state = useObservable(useMember().profile.state);
  const plan = state.kind === 'ready' ? state.profile.plan : undefined;
  useEffect(() => {
    if (shown !== undefined && plan !== undefined && plan !== shown) again();
  }, [shown, plan, again]);
}

function OtherPlan({ plan }: { plan: string }) {
  const { busy, refusal, run } = useSubmission();
  const upgrade = async () => {
    const path = '/api/plan/upgrade';
    const { checkout_url } = await session.call<{ checkout_url: string }>({ method: 'POST', path });
    globalThis.location.assign(checkout_url);
  };
  const downgrade = async () => {
    await session.call({ method: 'POST', path: '/api/plan/downgrade' });
  };
  return (
    <>
      {refusal && <Alert>{refusal.sentence}</Alert>}
      <div className="form__actions">
        {plan === 'free' ? (
          <Button disabled={busy} onClick={() => void run(upgrade)}>
            Upgrade to Pro
          </Button>
        ) : (
          <Button look="quiet" disabled={busy} onClick={() => void run(downgrade)}>
            Go back to Free
          </Button>
        )}
      </div>
    </>
  );
}
