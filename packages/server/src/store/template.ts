import type { Compilable } from 'kysely';

const placeholderOf = (index: number): string => `\u0000${index}`;

/**
 * A query that is built and compiled once and then only filled in: for those asked so often that building them anew costs
 * more than their answer. Its text must not depend on the values, nor may a value be changed on the way.
 */
export const createTemplate = <Values extends readonly unknown[], Row>(
  build: (...values: Values) => Compilable<Row>,
): ((...values: Values) => Compilable<Row>) => {
  const placeholders: unknown[] = Array.from({ length: build.length }, (_, index) => placeholderOf(index));
  const compiled = build(...(placeholders as unknown as Values)).compile();
  const places = compiled.parameters.map((parameter) => placeholders.indexOf(parameter));
  return (...values) => {
    const parameters = places.map((place, at) => (place === -1 ? compiled.parameters[at] : values[place]));
    return { compile: () => ({ ...compiled, parameters }) };
  };
};
