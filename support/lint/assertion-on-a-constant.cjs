/**
 * An assertion on a constant cannot fail: `expect(true).to.be.true`, `assert.ok(1)`, `assert.equal('a', 'a')`,
 * `expect(same).to.equal(same)`. Whatever it stands for is not looked at. For ESLint, hence plain JavaScript.
 */

/** Assertions of node:assert whose first argument is the claim itself; all others compare their first two. */
const CLAIMS = new Set(['ok', 'ifError']);
/** They run code or always fail: nothing of theirs can be constant. */
const NOT_COMPARING = new Set(['fail', 'throws', 'doesNotThrow', 'rejects', 'doesNotReject']);
/** Words behind expect() that compare its subject with their first argument. */
const COMPARING = new Set([
  'equal',
  'equals',
  'eq',
  'eql',
  'eqls',
  'include',
  'contain',
  'contains',
  'match',
]);

const MESSAGE = 'An assertion on a constant cannot fail: assert on what was observed.';

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: { type: 'problem', schema: [], messages: { constant: MESSAGE } },
  create(context) {
    const { sourceCode } = context;
    const isConstant = (node) => constant(node, sourceCode.getScope(node));
    const isSame = (one, other) => isPlain(one) && sourceCode.getText(one) === sourceCode.getText(other);
    const report = (node) => context.report({ node, messageId: 'constant' });
    return {
      CallExpression(node) {
        const [first, second] = node.arguments;
        if (!first) return;
        if (isNamed(node.callee, 'expect')) {
          const compared = comparedWith(node);
          if (isConstant(first) || (compared && isSame(first, compared))) report(node);
          return;
        }
        const word = assertWord(node.callee);
        if (word === undefined || NOT_COMPARING.has(word)) return;
        if (CLAIMS.has(word)) {
          if (isConstant(first)) report(node);
        } else if (second && ((isConstant(first) && isConstant(second)) || isSame(first, second)))
          report(node);
      },
    };
  },
};

/** `ok` for assert(...) and assert.ok(...), `equal` for assert.equal(...); undefined for what is no assertion. */
function assertWord(callee) {
  if (isNamed(callee, 'assert')) return 'ok';
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  const isAssert =
    isNamed(callee.object, 'assert') ||
    (callee.object.type === 'MemberExpression' && isNamed(callee.object.object, 'assert'));
  return isAssert && callee.property.type === 'Identifier' ? callee.property.name : undefined;
}

/** What `expect(...).to.deep.equal(this)` compares with; undefined where the words compare with nothing. */
function comparedWith(expectation) {
  let node = expectation;
  while (node.parent.type === 'MemberExpression' && node.parent.object === node) {
    const member = node.parent;
    const isCalled = member.parent.type === 'CallExpression' && member.parent.callee === member;
    if (isCalled) return COMPARING.has(member.property.name) ? member.parent.arguments[0] : undefined;
    node = member;
  }
  return undefined;
}

/** Whether it comes out the same whatever the program does. */
function constant(node, scope) {
  const isConstant = (part) => constant(part, scope);
  switch (node.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every(isConstant);
    case 'UnaryExpression':
      return isConstant(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isConstant(node.left) && isConstant(node.right);
    case 'ConditionalExpression':
      return [node.test, node.consequent, node.alternate].every(isConstant);
    case 'ArrayExpression':
      return node.elements.every((element) => element !== null && isConstant(element));
    case 'ObjectExpression':
      return node.properties.every((property) => property.type === 'Property' && isConstant(property.value));
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return isConstant(node.expression);
    case 'Identifier':
      return node.name === 'undefined' || node.name === 'NaN' || isConstantName(node, scope);
    default:
      return false;
  }
}

/** A `const` of this file that holds a single value; what lists and objects hold may change. */
function isConstantName({ name }, scope) {
  let found;
  for (let at = scope; at && !found; at = at.upper) found = at.set.get(name);
  const [definition] = found?.defs ?? [];
  if (definition?.type !== 'Variable' || definition.parent.kind !== 'const') return false;
  const { id, init } = definition.node;
  return id.type === 'Identifier' && init?.type === 'Literal';
}

/** Names and paths of names: the same at both places, where a call might answer differently each time. */
function isPlain(node) {
  if (node.type === 'MemberExpression') return !node.computed && isPlain(node.object);
  return node.type === 'Identifier' || node.type === 'ThisExpression';
}

function isNamed(node, name) {
  return node.type === 'Identifier' && node.name === name;
}
