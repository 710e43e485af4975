import type { JSX } from 'preact';
import type { IdentityItem } from '../identity.ts';
import { useLate } from '../late-part.ts';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

/** A step of proving a mail address; the question alone in words until what draws it is there. */
export const Identity = ({ item, ...props }: ViewProps & { item: IdentityItem }): JSX.Element => {
  const late = useLate('story');
  const { words } = props;
  return (
    <li class={item.isAsked ? 'message last' : 'line'}>
      {late ? (
        <late.IdentityView item={item} {...props} />
      ) : item.isAsked ? (
        <>
          <p class="bubble">{words.proveAsked}</p>
          <Waiting late={late} words={words} />
        </>
      ) : null}
    </li>
  );
};
