import { Note } from '../../design/notices';
import { Icon, type IconName } from '../../design/icons';
import { Heading, Page } from '../../layout/page';
import { PRODUCT } from '../../product';
import { Link } from '../../router/link';
import type { SessionState } from '../../session/session';
import { useSession } from '../../session/use-session';
import { Illustration } from './illustration';

const REASONS: readonly { icon: IconName; title: string; text: string }[] = [
  {
    icon: 'thought',
    title: 'You see how it thinks',
    text: 'Each agent says what it does while it does it: what it looks up, which tool it uses, how long that took.',
  },
  {
    icon: 'tool',
    title: 'Figures, not guesses',
    text: 'What can be calculated or looked up is calculated and looked up. The answer stands on what was found.',
  },
  {
    icon: 'clock',
    title: 'Nothing gets lost',
    text: 'A tunnel, a closed lid, a dropped line: the answer goes on, and is there in full when you are back.',
  },
];

const STEPS: readonly { title: string; text: string }[] = [
  { title: 'Ask', text: 'In your own words, as you would ask a colleague.' },
  { title: 'Watch', text: 'A triage agent picks the work, a data agent finds what is needed.' },
  { title: 'Read', text: 'A report agent writes the answer before your eyes. Stop it, or ask on.' },
];

export function LandingPage() {
  const session = useSession();
  return (
    <Page title="Answers you can watch being made" shape="landing">
      <section className="hero">
        <div className="hero__words">
          {session.kind === 'visitor' && session.farewell === 'deleted' && (
            <Note good>Your account is deleted, and everything in it. Thank you for having been here.</Note>
          )}
          <Heading className="hero__promise">Answers you can watch being made</Heading>
          <p className="hero__lead">
            {PRODUCT} gives your question to a small team of agents. They look things up, calculate and write,
            and you see every step.
          </p>
          <Ways session={session} />
        </div>
        <Illustration />
      </section>

      <section className="reasons" aria-labelledby="reasons">
        <h2 id="reasons">Why people stay</h2>
        <ul>
          {REASONS.map(({ icon, title, text }) => (
            <li key={title}>
              <Icon name={icon} />
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      </section>

      <section className="how" aria-labelledby="how">
        <h2 id="how">How it works</h2>
        <ol>
          {STEPS.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>

      <footer className="foot">
        <p>{PRODUCT}. Free for 200 messages a month; your chats are yours, and go when you go.</p>
      </footer>
    </Page>
  );
}

function Ways({ session }: { session: SessionState }) {
  if (session.kind === 'member')
    return (
      <p className="hero__ways">
        <Link href="/dashboard" className="button">
          Open the dashboard
        </Link>
      </p>
    );
  return (
    <p className="hero__ways">
      <Link href="/sign-up" className="button">
        Sign up
      </Link>
      <Link href="/log-in" className="button button--quiet">
        Log in
      </Link>
    </p>
  );
}
