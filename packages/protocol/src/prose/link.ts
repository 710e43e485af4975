/** Where a link leads; `shown` is said beside it where its words do not already say so. */
export type Target = { href: string; shown: string | null };

const mailAddress = /^[^\s@<>"'(),:;?&]{1,64}@[a-z0-9.-]{1,253}$/i;
const phoneNumber = /^\+?[\d ().-]{3,30}$/;

const isSaid = (label: string, what: string): boolean => label.trim().toLowerCase() === what.toLowerCase();

/** The host as it was typed, letter by letter. */
const hostTyped = (address: string): string => {
  const typed = /^https?:\/\/([^/?#\\@]*)(?=$|[/?#])/i.exec(address)?.[1]?.toLowerCase() ?? '';
  return typed.replace(/:(?:80|443)$/, '');
};

const toWeb = (address: string, label: string): Target | null => {
  const url = URL.parse(address);
  if (!url?.hostname) return null;
  // `host` is in ASCII letters: what looks like another name in another script does not look so there.
  const isPlain = url.username === '' && url.password === '';
  const said = /^https?:\/\//i.test(label) ? label : `https://${label}`;
  const isHonest = isPlain && !/\s/.test(label) && hostTyped(said) === url.host;
  return { href: url.href, shown: isHonest ? null : url.host };
};

/**
 * What an address may be followed to: http, https, mailto or tel, and nothing else; `null` where it may not. Mail
 * addresses lose what would fill in the mail.
 */
export const targetOf = (address: string, label: string): Target | null => {
  const [, scheme = '', rest = ''] = /^(https?|mailto|tel):(.*)$/is.exec(address) ?? [];
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return rest.startsWith('//') ? toWeb(address, label) : null;
    case 'mailto': {
      const [to = ''] = rest.split('?', 1);
      if (!mailAddress.test(to)) return null;
      return { href: `mailto:${to}`, shown: isSaid(label, to) || isSaid(label, address) ? null : to };
    }
    case 'tel':
      if (!phoneNumber.test(rest)) return null;
      return {
        href: `tel:${rest.replaceAll(/[^\d+]/g, '')}`,
        shown: isSaid(label, rest) || isSaid(label, address) ? null : rest,
      };
    default:
      return null;
  }
};

const closing = '.,;:!?)]}*_~’”»';

/** An address without what ends the sentence or closes the bracket around it. */
export const trimAddress = (address: string): string => {
  let end = address.length;
  while (end > 0 && closing.includes(address.charAt(end - 1))) end -= 1;
  // “(see https://en.wikipedia.org/wiki/Bell_(tool))”: a bracket opened inside the address closes inside it.
  const bare = address.slice(0, end);
  return address.charAt(end) === ')' && bare.includes('(') ? `${bare})` : bare;
};
