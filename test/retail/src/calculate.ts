// sum     = product { ("+" | "-") product }
// product = factor { ("*" | "/") factor }
// factor  = "-" factor | "+" factor | "(" sum ")" | number

type Reader = { peek: () => string | undefined; take: () => string | undefined };

const readerOf = (tokens: readonly string[]): Reader => {
  let at = 0;
  return { peek: () => tokens[at], take: () => tokens[at++] };
};

const factor = (reader: Reader): number => {
  const token = reader.take();
  if (token === '-') return -factor(reader);
  if (token === '+') return factor(reader);
  if (token !== '(') return token === undefined ? Number.NaN : Number(token);
  const inside = sum(reader);
  return reader.take() === ')' ? inside : Number.NaN;
};

const product = (reader: Reader): number => {
  let so = factor(reader);
  while (reader.peek() === '*' || reader.peek() === '/')
    so = reader.take() === '*' ? so * factor(reader) : so / factor(reader);
  return so;
};

function sum(reader: Reader): number {
  let so = product(reader);
  while (reader.peek() === '+' || reader.peek() === '-')
    so = reader.take() === '+' ? so + product(reader) : so - product(reader);
  return so;
}

/** The value of a sum in digits, `+ - * / ( )`, rounded to two places; `null` when it is none. */
export const calculate = (expression: string): number | null => {
  const tokens = expression.match(/\d+(?:\.\d*)?|\.\d+|[-+*/()]|\S/g) ?? [];
  const reader = readerOf(tokens);
  const value = sum(reader);
  return reader.peek() === undefined && Number.isFinite(value) ? Number(value.toFixed(2)) : null;
};
