/** The ending of a file’s name, as a sign for its kind: `PDF`. */
export const endingOf = (name: string): string => (/\.(\w{1,5})$/.exec(name)?.[1] ?? '').toUpperCase();
