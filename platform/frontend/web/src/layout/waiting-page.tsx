import { Skeleton } from '../design/notices';
import { Heading, Page } from './page';

/** Shown while it is being found out who is here. */
export function WaitingPage({ unreachable }: { unreachable: boolean }) {
  return (
    <Page title="One moment" shape="narrow">
      <div className="sheet">
        <Heading>One moment</Heading>
        {unreachable ? (
          <p>We cannot check who you are at the moment. This page goes on by itself as soon as we can.</p>
        ) : (
          <Skeleton lines={3} of="the page" />
        )}
      </div>
    </Page>
  );
}
