import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { STATE_WORDS, type State } from '../../../state-words';
import type { Outcome } from '../../site-data';
import { OUTCOME_WORDS, STATE_SIGNS } from './format';
import { linkTo } from './router';
import { Sign } from './sign';
import { JourneyTitle } from './titles';

/** A state in its word and its sign; colour only repeats them. */
export function StateBadge({ state }: { state: State }): JSX.Element {
  const [{ word }, sign] = [STATE_WORDS[state], STATE_SIGNS[state]];
  return (
    <span class={`badge state-${state}`}>
      <Sign name={sign} /> {word}
    </span>
  );
}

export function OutcomeBadge({ outcome }: { outcome: Outcome }): JSX.Element {
  const { word, sign, state } = OUTCOME_WORDS[outcome];
  return (
    <span class={`badge state-${state}`}>
      <Sign name={sign} /> {word}
    </span>
  );
}

/** A word of another documentation's outcome, which may be none of ours. */
export function WordBadge({ word }: { word: string }): JSX.Element {
  if (word in STATE_WORDS) return <StateBadge state={word as State} />;
  if (word in OUTCOME_WORDS) return <OutcomeBadge outcome={word as Outcome} />;
  return <span class="badge">{word}</span>;
}

/** The page's title gets the focus when a link led to it, so that a screen reader begins there. */
export function Title({ children, over }: { children: ComponentChildren; over?: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever is typing a search goes on typing.
    const isTyping = document.activeElement instanceof HTMLInputElement;
    if (isLed && !isTyping) heading.current?.focus();
    isLed = true;
  }, []);
  return (
    <header class="title">
      {over ? <p class="over">{over}</p> : null}
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
    </header>
  );
}

/** Not at the first page: whoever opens the file begins at its top. */
let isLed = false;

/** A table that scrolls by itself on a narrow screen, and can be scrolled by keyboard there. */
export function Scrolling({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="scrolling" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** What arrives later, or never does. */
export function useLoaded<T>(load: () => Promise<T>, key: string): { value?: T; failure?: string } {
  const [loaded, setLoaded] = useState<{ key: string; value?: T; failure?: string }>({ key: '' });
  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setLoaded({ key, value }),
      (cause: unknown) =>
        isWanted && setLoaded({ key, failure: cause instanceof Error ? cause.message : String(cause) }),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return loaded.key === key ? loaded : {};
}

export function JourneyLink({ id, children }: { id: string; children?: ComponentChildren }): JSX.Element {
  return <a href={linkTo('journey', id)}>{children ?? <JourneyTitle id={id} />}</a>;
}

export function Missing({ what }: { what: string }): JSX.Element {
  return (
    <>
      <Title>It is not here</Title>
      <p>
        {what} <a href={linkTo('')}>Back to the overview</a>
      </p>
    </>
  );
}
