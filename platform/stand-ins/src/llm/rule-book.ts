import { UNHURRIED, type Answer } from './answer';
import type { Conversation, ToolResult } from './conversation';
import type { ToolCall, ToolOffer } from './protocol';

/** A person watches the report being written; nobody sees the other agents speak. */
const REPORT_DELAY_MS = 10;

/** In characters; the search takes no longer words. */
const LONGEST_TOPIC = 200;

const USAGE_WORDS = /\b(?:usage|used|quota)\b/i;
const HISTORY_WORDS = /\b(?:earlier|history)\b/i;
const NUMBER = String.raw`-?\d+(?:[.,]\d+)*`;
const OPERATION = String.raw`\s*[-+*/×÷^%]\s*(?:\(\s*)*${NUMBER}(?:\s*\))*`;
/** Without the parentheses before it: looking for them at every place would take quadratic time. */
const ARITHMETIC = new RegExp(String.raw`(?<![\d.,])${NUMBER}(?:\s*\))*(?:${OPERATION})+`);
const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

/** A small model of good sense: the same request always gets the same answer, and no script is needed for it. */
export function answerByRule(conversation: Conversation): Answer {
  switch (conversation.agent) {
    case 'triage':
      return text(triage(conversation.question));
    case 'data':
      return data(conversation);
    default:
      return { ...text(report(conversation)), chunkDelayMs: REPORT_DELAY_MS };
  }
}

/** The first arithmetic expression in a text, in ASCII signs and with its parentheses balanced. */
export function arithmeticIn(question: string): string | undefined {
  const plain = question.replace(DATE, ' ');
  const found = ARITHMETIC.exec(plain);
  if (found === null) return undefined;
  let start = found.index;
  while (/[(\s]/.test(plain.charAt(start - 1))) start -= 1;
  const expression = plain.slice(start, found.index + found[0].length).trim();
  const ascii = expression.replaceAll('×', '*').replaceAll('÷', '/');
  return balanced(ascii.replace(/(?<=\d),(?=\d{3}\b)/g, ''));
}

function triage(question: string): string {
  const reason = reasonForData(question);
  return JSON.stringify(
    reason === undefined
      ? { agent: 'report', reason: 'The question can be answered as it stands.' }
      : { agent: 'data', reason },
  );
}

function reasonForData(question: string): string | undefined {
  if (arithmeticIn(question) !== undefined) return 'The question contains a calculation.';
  if (USAGE_WORDS.test(question)) return 'The question is about usage.';
  if (HISTORY_WORDS.test(question)) return 'The question refers to what was said before.';
  return undefined;
}

/** Asks for every tool the question calls for, once; then sums their results up. */
function data(conversation: Conversation): Answer {
  const { question, offers, resultsOfTurn } = conversation;
  const toolCalls = wantedCalls(question, offers).filter(
    (call) => !resultsOfTurn.some(({ name }) => name === call.name),
  );
  if (toolCalls.length > 0) return { ...UNHURRIED, kind: 'tool calls', toolCalls };
  if (resultsOfTurn.length === 0) return text('No tool has anything to say about this.');
  return text(`This is what the tools say.\n${listOf(resultsOfTurn)}`);
}

function wantedCalls(question: string, offers: readonly ToolOffer[]): ToolCall[] {
  const expression = arithmeticIn(question);
  const wishes: [tool: string, argument: string | undefined, wanted: boolean][] = [
    ['calculate', expression, expression !== undefined],
    ['look_up_usage', undefined, USAGE_WORDS.test(question)],
    ['search_history', topicOf(question), HISTORY_WORDS.test(question)],
  ];
  return wishes.flatMap(([name, argument, wanted]) => {
    const offer = offers.find((it) => it.function.name === name);
    return offer && wanted ? [{ name, arguments: JSON.stringify(argumentsFor(offer, argument)) }] : [];
  });
}

/** The argument under the name that the tool's own schema gives its first (required) parameter. */
function argumentsFor({ function: { parameters } }: ToolOffer, argument: string | undefined): object {
  const name = parameters?.required?.[0] ?? Object.keys(parameters?.properties ?? {})[0];
  return argument === undefined || name === undefined ? {} : { [name]: argument };
}

/** What a question about the past is about: the words after "about", else the whole question. */
function topicOf(question: string): string {
  const [, topic] = /\babout\s+(.+?)[?.!]*\s*$/is.exec(question) ?? [];
  return (topic ?? question.trim()).slice(0, LONGEST_TOPIC);
}

function report({ question, resultsOfTurn }: Conversation): string {
  const opening = `You asked: "${question}".`;
  if (resultsOfTurn.length > 0) return `${opening} Here is what I found.\n${listOf(resultsOfTurn)}`;
  return `${opening} Thank you for asking. I am a stand-in for a language model, so this is all I can say about it.`;
}

function listOf(results: readonly ToolResult[]): string {
  return results.map(({ name, result }) => `- ${name}: ${result}`).join('\n');
}

function text(content: string): Answer {
  return { ...UNHURRIED, kind: 'text', content };
}

/** Drops the parentheses at the ends that have no partner: "(see 2+3)" yields "2+3". */
function balanced(expression: string): string {
  let [start, end, depth] = [0, expression.length, 0];
  for (const sign of expression) {
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
  }
  for (; depth < 0 && expression[end - 1] === ')'; depth += 1)
    end = expression.slice(0, end - 1).trimEnd().length;
  for (; depth > 0 && expression[start] === '('; depth -= 1) start += 1;
  return expression.slice(start, end).trim();
}
