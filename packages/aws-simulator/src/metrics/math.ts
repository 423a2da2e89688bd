import { AwsError } from '../protocol/AwsError';
import { Points } from './statistics';

/** A series of an expression, with what it is called. */
export interface Series extends Points {
  readonly label: string;
}

/** A number, or one or more series. */
export type MathValue = number | Series[];

/** What an expression may refer to. */
export interface MathScope {
  /** The series of a query by its id. @throws AwsError when there is none */
  series(id: string): Series[];
  /** All metrics of the request whose id holds a text. */
  metrics(part: string): Series[];
  search(query: string, stat: string, period: number): Series[];
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<sign>[-+*/(),]))/y;

interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  readonly text: string;
}

function fail(why: string): AwsError {
  return new AwsError('ValidationError', `Invalid metrics expression: ${why}`);
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (expression.slice(TOKEN.lastIndex).trim()) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(expression)?.groups;
    if (!groups) {
      throw fail(`cannot read it from character ${at}`);
    }
    const { number, name, single, double, sign } = groups;
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number });
    } else if (name !== undefined) {
      tokens.push({ kind: 'name', text: name });
    } else if (sign !== undefined) {
      tokens.push({ kind: 'sign', text: sign });
    } else {
      tokens.push({ kind: 'text', text: single ?? double ?? '' });
    }
  }
  return tokens;
}

type Operator = (left: number, right: number) => number;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function mapSeries(series: Series, of: (value: number) => number): Series {
  return { ...series, values: series.values.map(of) };
}

/** Where both have data; CloudWatch leaves out the rest, and what divides by 0. */
function join(left: Series, right: Series, of: Operator): Series {
  const others = new Map(right.timestamps.map((t, i) => [t, right.values[i]]));
  const points: Points = { timestamps: [], values: [] };
  left.timestamps.forEach((time, i) => {
    const other = others.get(time);
    const value = other === undefined ? NaN : of(left.values[i], other);
    if (Number.isFinite(value)) {
      points.timestamps.push(time);
      points.values.push(value);
    }
  });
  return { label: left.label, ...points };
}

function combine(left: MathValue, right: MathValue, of: Operator): MathValue {
  if (typeof left === 'number') {
    return typeof right === 'number'
      ? of(left, right)
      : right.map(each => mapSeries(each, value => of(left, value)));
  }
  if (typeof right === 'number') {
    return left.map(each => mapSeries(each, value => of(value, right)));
  }
  if (right.length === 1) {
    return left.map(each => join(each, right[0], of));
  }
  if (left.length === 1) {
    return right.map(each => join(left[0], each, of));
  }
  throw fail('two lists of series cannot be combined');
}

function across(all: Series[], label: string, of: (v: number[]) => number) {
  const byTime = new Map<number, number[]>();
  for (const { timestamps, values } of all) {
    timestamps.forEach((time, i) => {
      byTime.set(time, [...(byTime.get(time) ?? []), values[i]]);
    });
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  return [
    {
      label,
      timestamps: times,
      values: times.map(time => of(byTime.get(time) ?? [])),
    },
  ];
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

const AGGREGATES: Readonly<Record<string, (values: number[]) => number>> = {
  AVG: values => sum(values) / values.length,
  MAX: values => Math.max(...values),
  MIN: values => Math.min(...values),
  SUM: sum,
};

class MathParser {
  readonly #tokens: Token[];
  readonly #scope: MathScope;
  #at = 0;

  static evaluate(expression: string, scope: MathScope): MathValue {
    const parser = new MathParser(expression, scope);
    const value = parser.#sum();
    if (parser.#next.kind !== 'end') {
      throw fail(`unexpected ${parser.#next.text}`);
    }
    return value;
  }

  private constructor(expression: string, scope: MathScope) {
    this.#tokens = tokensOf(expression);
    this.#scope = scope;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #sign(...signs: string[]): string | undefined {
    const { kind, text } = this.#next;
    if (kind === 'sign' && signs.includes(text)) {
      this.#at += 1;
      return text;
    }
    return undefined;
  }

  #expect(sign: string): void {
    if (!this.#sign(sign)) {
      throw fail(`expected ${sign} before ${this.#next.text || 'its end'}`);
    }
  }

  #sum(): MathValue {
    let left = this.#product();
    for (let s = this.#sign('+', '-'); s; s = this.#sign('+', '-')) {
      left = combine(left, this.#product(), OPERATORS[s]);
    }
    return left;
  }

  #product(): MathValue {
    let left = this.#factor();
    for (let s = this.#sign('*', '/'); s; s = this.#sign('*', '/')) {
      left = combine(left, this.#factor(), OPERATORS[s]);
    }
    return left;
  }

  #factor(): MathValue {
    if (this.#sign('-')) {
      return combine(0, this.#factor(), OPERATORS['-']);
    }
    if (this.#sign('(')) {
      const value = this.#sum();
      this.#expect(')');
      return value;
    }
    const { kind, text } = this.#next;
    this.#at += 1;
    if (kind === 'number') {
      return Number(text);
    }
    if (kind !== 'name') {
      throw fail(`unexpected ${text || 'end'}`);
    }
    return this.#sign('(') ? this.#call(text) : this.#scope.series(text);
  }

  #text(): string {
    const { kind, text } = this.#next;
    if (kind !== 'text') {
      throw fail(`expected a text before ${text || 'its end'}`);
    }
    this.#at += 1;
    return text;
  }

  #call(name: string): MathValue {
    if (name === 'METRICS') {
      const part = this.#next.kind === 'text' ? this.#text() : '';
      this.#expect(')');
      return this.#scope.metrics(part);
    }
    if (name === 'SEARCH') {
      const query = this.#text();
      this.#expect(',');
      const stat = this.#text();
      this.#expect(',');
      const period = Number(this.#next.text);
      this.#at += 1;
      this.#expect(')');
      return this.#scope.search(query, stat, period);
    }
    const value = this.#sum();
    this.#expect(')');
    if (typeof value === 'number') {
      throw fail(`${name} needs series`);
    }
    if (name === 'ABS') {
      return value.map(each => mapSeries(each, Math.abs));
    }
    const aggregate = AGGREGATES[name];
    if (!aggregate) {
      throw fail(`the function ${name} is not simulated`);
    }
    return across(value, name, aggregate);
  }
}

/**
 * Works out a metric math expression: numbers, ids, `+ - * /`, SUM, AVG, MIN,
 * MAX, ABS, METRICS and SEARCH.
 *
 * @throws AwsError ValidationError
 */
export function evaluateMath(expression: string, scope: MathScope): MathValue {
  return MathParser.evaluate(expression, scope);
}
