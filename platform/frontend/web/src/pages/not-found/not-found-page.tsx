import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';

export function NotFoundPage() {
  return (
    <Page title="There is no such page" shape="narrow">
      <div className="sheet">
        <Heading>There is no such page</Heading>
        <p>The address may be mistyped, or the page has moved away.</p>
        <Link href="/" className="button">
          Back to the start
        </Link>
      </div>
    </Page>
  );
}
