import { StepKeywordType } from '@cucumber/messages';
import type { Finding, Rule, ScenarioInFile } from '../model';

/** Words that a product owner would stumble over; features with @audience:engineer may use them. */
const TECHNICAL =
  /\b(api|http|https|json|jwt|tokens?|sockets?|websockets?|sql|tables?|rows?|columns?|redis|postgres(?:ql)?|clickhouse|endpoints?|payloads?|status code|[45]\d\d|dom|selectors?|clicks?|urls?|ids?|uuids?|hash(?:es)?|null|undefined|true|false)\b/i;
const CLICK_SCRIPT = /\b(should|I|my)\b/;
const LONGEST_STEP = 130;
const MOST_STEPS = 6;

/** Features for product owners keep to their words. */
export const plainWords: Rule = ({ features }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios
      .filter(({ tags }) => !tags.includes('audience:engineer'))
      .flatMap((one) =>
        linesOf(one).flatMap(({ text, line }): Finding[] => {
          const [word] = TECHNICAL.exec(withoutQuotes(text)) ?? [];
          if (!word) return [];
          return [
            {
              file,
              line,
              rule: 'plain-words',
              sentence: `"${word}" is a technical word; say it in a product owner's words, or tag @audience:engineer.`,
            },
          ];
        }),
      ),
  );

/** Present tense, named people. */
export const livingVoice: Rule = ({ features }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap((one) =>
      linesOf(one).flatMap(({ text, line }): Finding[] => {
        const [word] = CLICK_SCRIPT.exec(withoutQuotes(text)) ?? [];
        return word
          ? [
              {
                file,
                line,
                rule: 'living-voice',
                sentence: `"${word}": name the person and say what happens, in the present tense.`,
              },
            ]
          : [];
      }),
    ),
  );

/** One When, at least one Then, few steps, none of them long. The critical path is as long as it is. */
export const oneWhen: Rule = ({ features }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario, tags }) => {
      const here = (sentence: string): Finding => ({
        file,
        line: scenario.location.line,
        rule: 'one-when',
        sentence,
      });
      const meanings = meaningsOf(scenario.steps);
      const whens = meanings.filter((type) => type === StepKeywordType.ACTION).length;
      const thens = meanings.filter((type) => type === StepKeywordType.OUTCOME).length;
      const findings = [];
      if (scenario.steps.length === 0)
        return [here(`"${scenario.name}" is empty; write its steps or remove it.`)];
      if (whens !== 1)
        findings.push(here(`"${scenario.name}" has ${whens} Whens; one scenario shows one act.`));
      if (thens === 0) findings.push(here(`"${scenario.name}" has no Then; say what comes of it.`));
      if (scenario.steps.length > MOST_STEPS && !tags.includes('critical-path')) {
        findings.push(
          here(
            `"${scenario.name}" has ${scenario.steps.length} steps; ${MOST_STEPS} are enough for one rule.`,
          ),
        );
      }
      return findings;
    }),
  );

export const shortSteps: Rule = ({ features }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario }) =>
      scenario.steps
        .filter(({ text }) => text.length > LONGEST_STEP)
        .map(({ text, location }) => ({
          file,
          line: location.line,
          rule: 'short-steps',
          sentence: `The step has ${text.length} characters; ${LONGEST_STEP} can still be read aloud.`,
        })),
    ),
  );

function linesOf({ scenario, background }: ScenarioInFile): { text: string; line: number }[] {
  const steps = [...background, ...scenario.steps].map(({ text, location }) => ({
    text,
    line: location.line,
  }));
  return [{ text: scenario.name, line: scenario.location.line }, ...steps];
}

/** What people say and type is theirs, whatever the words. */
function withoutQuotes(text: string): string {
  return text.replace(/"[^"]*"/g, '""');
}

/** And and But mean what the step before them means. */
function meaningsOf(steps: ScenarioInFile['scenario']['steps']): (StepKeywordType | undefined)[] {
  let last: StepKeywordType | undefined;
  return steps.map(({ keywordType }) => {
    if (keywordType !== StepKeywordType.CONJUNCTION && keywordType !== StepKeywordType.UNKNOWN)
      last = keywordType;
    return last;
  });
}
