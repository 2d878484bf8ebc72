/** A question that people ask, what the agents need for it, and what comes of that. */
export interface Prompt {
  readonly words: string;
  /** In the order in which they are called; what one returns may be asked of the next. */
  readonly tools: readonly {
    readonly name: string;
    readonly arguments: Readonly<Record<string, string>> | string;
  }[];
  /** As the language model writes it: `{{tool:calculate}}` is what that tool returned last. */
  readonly answer: string;
  /** What is in it for the person to read. */
  readonly reads: string;
}

const said = (words: string, answer: string): Prompt => ({ words, tools: [], answer, reads: answer });

function workedOut(words: string, expressions: readonly string[], answer: string, reads: string): Prompt {
  const tools = expressions.map((expression) => ({ name: 'calculate', arguments: { expression } }));
  return { words, tools, answer, reads };
}

const USAGE = { name: 'look_up_usage', arguments: {} };
const search = (query: string) => ({ name: 'search_history', arguments: { query } });

/**
 * Twenty questions, from those that need nothing to those that need three tools, and two at which the model talks
 * nonsense; none is a part of another one.
 */
export const PROMPTS: readonly Prompt[] = [
  said('Hello!', 'Hello, what can I do for you?'),
  said('Thank you for that.', 'You are welcome.'),
  said('What can you do?', 'I can calculate, look up your plan and search what we said.'),
  said('What is "good morning" in German?', '"Guten Morgen".'),
  said('What is a token?', 'A proof that you have logged in.'),
  said('Sum up: the meeting moves from Friday to Monday.', 'The meeting is on Monday.'),
  workedOut('What is 18% of 2450?', ['2450 * 18 / 100'], 'It is {{tool:calculate}}.', 'It is 441.'),
  workedOut(
    'What do 5 servers at 14 dollars cost?',
    ['5 * 14'],
    '{{tool:calculate}} dollars.',
    '70 dollars.',
  ),
  workedOut('What is 42 a month in a year?', ['42 * 12'], 'It is {{tool:calculate}}.', 'It is 504.'),
  workedOut('What is left of 1000 after 3 times 250?', ['1000 - 3 * 250'], '{{tool:calculate}}.', '250.'),
  workedOut('What is 2 to the power of 10?', ['2 ^ 10'], 'It is {{tool:calculate}}.', 'It is 1024.'),
  workedOut('What is 7 divided by 0?', ['7 / 0'], 'Nobody knows: {{tool:calculate}}', 'error'),
  {
    words: 'How much of my plan is used?',
    tools: [USAGE],
    answer: '{{tool:look_up_usage}}',
    reads: '"plan":"free"',
  },
  {
    words: 'What is 3 times, well, you know?',
    tools: [{ name: 'calculate', arguments: '{"expres' }], // A model that loses its thread.
    answer: 'That came to nothing: {{tool:calculate}}',
    reads: 'not a JSON object',
  },
  {
    words: 'Order me a pizza.',
    tools: [{ name: 'order_pizza', arguments: {} }], // A model that makes things up.
    answer: 'That came to nothing: {{tool:order_pizza}}',
    reads: 'There is no tool named order_pizza',
  },
  {
    words: 'Did I ask about hosting?',
    tools: [search('hosting')],
    answer: '{{tool:search_history}}',
    reads: '[]',
  },
  {
    words: 'Did we discuss the budget?',
    tools: [search('budget')],
    answer: '{{tool:search_history}}',
    reads: '[]',
  },
  workedOut(
    'What do 3 servers cost, and a year of them?',
    ['3 * 14', '{{tool:calculate#1}} * 12'],
    '{{tool:calculate#1}} a month, {{tool:calculate}} a year.',
    '42 a month, 504 a year.',
  ),
  {
    words: 'What is a tenth of my plan?',
    tools: [USAGE, { name: 'calculate', arguments: { expression: '200 / 10' } }],
    answer: '{{tool:calculate}} messages.',
    reads: '20 messages.',
  },
  {
    words: 'What is left of my plan, and did I ask that before?',
    tools: [USAGE, search('left of my plan'), { name: 'calculate', arguments: { expression: '200 - 20' } }],
    answer: '{{tool:calculate}} messages, and you asked: {{tool:search_history}}',
    reads: '180 messages, and you asked: []',
  },
];
