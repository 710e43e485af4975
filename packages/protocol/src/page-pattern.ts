/** Whether a path is one of a page’s pattern, in which `*` is anything. */
export const isOn = (path: string, page: string): boolean => {
  const [first = '', ...rest] = page.split('*');
  if (rest.length === 0) return path === page;
  const last = rest.pop() ?? '';
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.endsWith(last) && path.length - last.length >= at;
};
