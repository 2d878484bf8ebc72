/** An expression that cannot be calculated; `message` is a sentence for the model. */
export class NotCalculable extends Error {
  override readonly name = 'NotCalculable';
}

const LONGEST = 500;
const DEEPEST = 50;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([-+*/%^()]))/y;

type Operation = (left: number, right: number) => number;

const SUMS = new Map<string, Operation>([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
]);
const PRODUCTS = new Map<string, Operation>([
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
]);

/**
 * Calculates numbers with + - * / % ^ and parentheses, by precedence; ^ binds to the right and before a sign.
 * A parser of its own: nothing in an expression is ever run.
 * @throws NotCalculable
 */
export function calculate(expression: string): number {
  if (expression.length > LONGEST)
    throw new NotCalculable(`The expression is longer than ${LONGEST} characters.`);
  const parser = new Parser(tokensOf(expression));
  const value = parser.whole();
  if (!Number.isFinite(value)) throw new NotCalculable('The result is not a finite number.');
  // Shown without the noise of binary fractions: 0.1 + 0.2 is 0.3.
  return Number(value.toPrecision(15));
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new NotCalculable(`Unexpected "${text.slice(at).trim().slice(0, 10)}".`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly string[]) {}

  whole(): number {
    const value = this.sum();
    if (this.peek() !== undefined) throw new NotCalculable(`Unexpected "${this.peek()}".`);
    return value;
  }

  private sum(): number {
    return this.chain(SUMS, () => this.product());
  }

  private product(): number {
    return this.chain(PRODUCTS, () => this.signed());
  }

  /** Operations of one precedence, from the left. */
  private chain(operations: ReadonlyMap<string, Operation>, operand: () => number): number {
    let value = operand();
    for (;;) {
      const operation = operations.get(this.peek() ?? '');
      if (!operation) return value;
      this.next += 1;
      value = operation(value, operand());
    }
  }

  private signed(): number {
    const sign = this.peek();
    if (sign !== '-' && sign !== '+') return this.power();
    this.next += 1;
    const value = this.deeper(() => this.signed());
    return sign === '-' ? -value : value;
  }

  private power(): number {
    const base = this.atom();
    if (this.peek() !== '^') return base;
    this.next += 1;
    return base ** this.deeper(() => this.signed());
  }

  private atom(): number {
    const token = this.peek();
    if (token === undefined) throw new NotCalculable('The expression ends too early.');
    this.next += 1;
    if (token === '(') {
      const value = this.deeper(() => this.sum());
      if (this.peek() !== ')') throw new NotCalculable('A closing parenthesis is missing.');
      this.next += 1;
      return value;
    }
    const value = Number(token);
    if (Number.isNaN(value)) throw new NotCalculable(`Unexpected "${token}".`);
    return value;
  }

  private deeper(work: () => number): number {
    if (++this.depth > DEEPEST)
      throw new NotCalculable(`The expression is nested deeper than ${DEEPEST} levels.`);
    const value = work();
    this.depth -= 1;
    return value;
  }

  private peek(): string | undefined {
    return this.tokens[this.next];
  }
}
