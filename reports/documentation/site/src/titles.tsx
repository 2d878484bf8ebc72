import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';

/** What journeys are called, by their ids: a reader knows their titles and not the names of their files. */
export const Titles = createContext<ReadonlyMap<string, string>>(new Map());

export function JourneyTitle({ id }: { id: string }): JSX.Element {
  return <>{useContext(Titles).get(id) ?? id}</>;
}

/** A scenario that is told as `<journey> / <title>`. */
export function ToldTitle({ told }: { told: string }): JSX.Element {
  const [journey = '', ...title] = told.split(' / ');
  return (
    <>
      <JourneyTitle id={journey} />: {title.join(' / ')}
    </>
  );
}
