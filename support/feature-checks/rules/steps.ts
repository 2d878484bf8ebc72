import type { Finding, Rule } from '../model';

/** Every step of every scenario has one definition, and no more. */
export const definedOnce: Rule = ({ features, steps }) =>
  features.flatMap(({ file, pickles, feature }) =>
    pickles.flatMap((pickle) =>
      pickle.steps.flatMap(({ text }): Finding[] => {
        const fitting = steps.filter((step) => step.matches(text));
        if (fitting.length === 1) return [];
        const line = pickle.location?.line ?? feature.location.line;
        const where = fitting.map((step) => `${step.file}:${step.line}`).join(' and ');
        const sentence =
          fitting.length === 0
            ? `"${text}" has no step definition; write one in the file of its concept in step-definitions/.`
            : `"${text}" is defined more than once, at ${where}; keep one.`;
        return [{ file, line, rule: 'defined-once', sentence }];
      }),
    ),
  );

/** A definition that no feature uses has nothing to keep it true. */
export const allUsed: Rule = ({ features, steps }) => {
  const texts = features.flatMap(({ pickles }) =>
    pickles.flatMap((pickle) => pickle.steps.map(({ text }) => text)),
  );
  return steps
    .filter((step) => !texts.some((text) => step.matches(text)))
    .map(({ file, line, pattern }) => ({
      file,
      line,
      rule: 'all-used',
      sentence: `No feature uses "${pattern}"; remove the step.`,
    }));
};

/** Cucumber Expressions can be read by whoever writes a feature; regular expressions cannot. */
export const noRegularExpressions: Rule = ({ steps }) =>
  steps
    .filter(({ isRegularExpression }) => isRegularExpression)
    .map(({ file, line, pattern }) => ({
      file,
      line,
      rule: 'no-regular-expressions',
      sentence: `${pattern} is a regular expression; write a Cucumber Expression with parameter types.`,
    }));

/** One way to write a feature, Gherkin's own. */
export const canonicalForm: Rule = ({ features }) =>
  features
    .filter(({ text, canonical }) => text !== canonical)
    .map(({ file, text, canonical }) => {
      const theirs = canonical.split('\n');
      const line = text.split('\n').findIndex((written, index) => written !== theirs[index]) + 1;
      return {
        file,
        line: Math.max(1, line),
        rule: 'canonical-form',
        sentence: `The line is not formatted as Gherkin's own formatter would; run npm run format:features.`,
      };
    });
