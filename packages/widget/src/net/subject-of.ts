/** Whom a JWT is about, as it says itself; nothing where it cannot be read. */
export const subjectOf = (jwt: string | undefined): string => {
  try {
    const payload = (jwt?.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
};
