import type { JSX } from 'preact';
import type { IdentityItem } from '../identity.ts';
import { useLate } from '../late-part.ts';
import type { ViewProps } from './view-props.ts';

/** The question for a mail address; in words until what draws it is there. */
export const Identity = ({ item, ...props }: ViewProps & { item: IdentityItem }): JSX.Element => {
  const late = useLate();
  return (
    <li class="message last">
      {late ? <late.IdentityView item={item} {...props} /> : <p class="sb-card text">{item.text}</p>}
    </li>
  );
};
