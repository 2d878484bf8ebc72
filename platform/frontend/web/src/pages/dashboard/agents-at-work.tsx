import type { Activity, Answer } from '../../chat/state';
import { Icon, type IconName } from '../../design/icons';

const SIGNS: Readonly<Record<Activity['kind'], IconName>> = {
  thinking: 'thought',
  using: 'tool',
  used: 'check',
};

/** What the agents do about the latest message, while they do it and afterwards. */
export function AgentsAtWork({ answer }: { answer: Answer }) {
  return (
    <section className="agents" aria-label="Agents at work">
      <p className={`agents__now agents__now--${answer.state}`} role="status">
        {statusOf(answer)}
      </p>
      <Steps activities={answer.activities} />
    </section>
  );
}

/** The same about an earlier message, folded away. */
export function StepsTaken({ activities }: { activities: readonly Activity[] }) {
  return (
    <details className="agents agents--past">
      <summary>What the agents did</summary>
      <Steps activities={activities} />
    </details>
  );
}

/** An activity is known by its place: they are only ever added to. */
function Steps({ activities }: { activities: readonly Activity[] }) {
  return (
    <ol>
      {activities.map(({ kind, text }, place) => (
        <li key={place} className={`step step--${kind}`}>
          <Icon name={SIGNS[kind]} />
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

function statusOf({ state, agent }: Answer): string {
  switch (state) {
    case 'working':
      return agent === undefined ? 'The agents are getting ready' : `The ${agent} agent is at work`;
    case 'done':
      return 'The agents are done';
    case 'stopped':
      return 'The agents have stopped';
    case 'failed':
      return 'The agents could not finish';
  }
}
