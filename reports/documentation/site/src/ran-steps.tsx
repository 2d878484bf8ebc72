import type { JSX } from 'preact';
import type { Exchange, RanStep, ScenarioPage } from '../../site-data';
import { counted, ms } from './format';
import { Sign, type SignName } from './sign';
import { StepWords } from './steps';

const SIGNS: Record<string, [sign: SignName, word: string, state: string]> = {
  PASSED: ['check', 'passed', 'protected'],
  FAILED: ['cross', 'failed', 'at_risk'],
  SKIPPED: ['stop', 'not reached', 'blocked'],
  NOT_RUN: ['stop', 'not run', 'blocked'],
  UNDEFINED: ['cross', 'undefined', 'at_risk'],
  AMBIGUOUS: ['cross', 'ambiguous', 'at_risk'],
  PENDING: ['cross', 'pending', 'at_risk'],
};

export function RanSteps({ page, complete }: { page: ScenarioPage; complete: boolean }): JSX.Element {
  return (
    <ol class="ran">
      {page.steps.map((step, index) => (
        <Ran key={index} step={step} complete={complete} />
      ))}
      {page.hooks.map((hook, index) => (
        <Ran key={`hook ${index}`} step={{ ...hook, keyword: 'Around it:' }} complete={complete} />
      ))}
    </ol>
  );
}

function Ran({ step, complete }: { step: RanStep; complete: boolean }): JSX.Element {
  const [sign, word, state] = SIGNS[step.status] ?? ['question', step.status.toLowerCase(), 'unverified'];
  return (
    <li class={`ran-step edge-${state}`}>
      <StepWords step={step}>
        <span class="took">
          <Sign name={sign} /> {word}, {ms(step.duration_ms)}
        </span>
      </StepWords>
      {step.message === null ? null : (
        <pre class="message" tabIndex={0} aria-label="What the step said">
          {step.message}
        </pre>
      )}
      <Evidence step={step} complete={complete} />
    </li>
  );
}

function Evidence({ step, complete }: { step: RanStep; complete: boolean }): JSX.Element | null {
  const { exchanges, pictures, notes, left_out } = step;
  if (exchanges.length + pictures.length + notes.length + left_out === 0) return null;
  return (
    <>
      {exchanges.length === 0 ? null : (
        <details>
          <summary>{summaryOf(exchanges)}</summary>
          <ul class="exchanges">
            {exchanges.map((exchange, index) => (
              <li key={index}>
                <ExchangeLine exchange={exchange} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {pictures.map((name) => (
        <figure key={name}>
          <a href={`evidence/${encodeURIComponent(name)}`}>
            <img
              src={`evidence/${encodeURIComponent(name)}`}
              alt={`The page as it was then: ${name}`}
              loading="lazy"
            />
          </a>
        </figure>
      ))}
      {notes.map(({ title, text }, index) => (
        <details key={index}>
          <summary>{title}</summary>
          <pre tabIndex={0}>{text}</pre>
        </details>
      ))}
      {left_out === 0 ? null : (
        <p class="left-out">
          {counted(left_out, 'piece')} of evidence left out here:{' '}
          {complete
            ? 'too long; it is whole in messages.ndjson.'
            : 'pictures and what is long are in the documentation as a folder.'}
        </p>
      )}
    </>
  );
}

const KINDS: Record<string, [one: string, many: string]> = {
  http: ['HTTP exchange', 'HTTP exchanges'],
  websocket: ['WebSocket frame', 'WebSocket frames'],
  sql: ['database query', 'database queries'],
  redis: ['look at Redis', 'looks at Redis'],
  mail: ['look at the mailbox', 'looks at the mailbox'],
};

function summaryOf(exchanges: readonly Exchange[]): string {
  const kinds = new Map<string, number>();
  for (const { kind, peer } of exchanges) {
    const name = peer === 'mail' ? 'mail' : kind;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return [...kinds].map(([kind, number]) => counted(number, ...(KINDS[kind] ?? [kind, kind]))).join(', ');
}

function ExchangeLine({ exchange }: { exchange: Exchange }): JSX.Element {
  const { actor, peer, what, sent, received, at, duration_ms, real } = exchange;
  const line = (
    <>
      <span class="at">{ms(Math.max(0, at))}</span> {actor} <Sign name="arrow" />
      <span class="unseen">with</span> {peer}
      {real ? '' : ' (stand-in)'}: <code>{what}</code>
      {duration_ms === null ? '' : ` in ${ms(duration_ms)}`}
    </>
  );
  if (sent === null && received === null) return <p>{line}</p>;
  return (
    <details>
      <summary>{line}</summary>
      {sent === null ? null : <Body what="sent" text={sent} />}
      {received === null ? null : <Body what="received" text={received} />}
    </details>
  );
}

const Body = ({ what, text }: { what: string; text: string }): JSX.Element => (
  <>
    <h4>{what}</h4>
    <pre tabIndex={0}>{text}</pre>
  </>
);
